import X from 'lucide-react/icons/x';
import { setNotice, type ComposerNotice } from '../../state/composer-store.ts';
import { runCommand } from '../../state/commands.ts';
import { useErrorWords } from '../../state/error-words.ts';
import { IconButton } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { late } from '../../ui/late.tsx';
import type { Desk } from './desk.ts';
import styles from './composer.module.css';

/** Most windows never need it. */
const LimitNotice = late(() => import('./limit-notice.tsx').then((module) => module.LimitNotice));

/** What the composer has to say: why something was refused, what became of a message, what `/status` found. */
export function NoticeLine({ desk, notice }: { readonly desk: Desk; readonly notice: ComposerNotice }) {
  return (
    <div className={styles.notice}>
      <Said desk={desk} notice={notice} />
      <IconButton
        label="Close the message"
        size="s"
        icon={<X size={14} aria-hidden="true" />}
        onClick={() => setNotice(desk.key, null)}
      />
    </div>
  );
}

function Said({ desk, notice }: { readonly desk: Desk; readonly notice: ComposerNotice }) {
  const words = useErrorWords();
  switch (notice.kind) {
    case 'failed': {
      const { title, text, actions } = words.appError(notice.error);
      return (
        <ErrorBox
          announce
          title={title}
          text={kept(text, notice.action)}
          actions={actions.map((action) => ({
            label: action.label,
            onSelect: () => runCommand(action.commandId, action.argument),
          }))}
        />
      );
    }
    case 'problem':
      return <ErrorBox announce tone="needs" title={notice.text} />;
    case 'limit':
      return <LimitNotice desk={desk} untilMs={notice.untilMs} />;
    case 'info':
      return (
        <p className={styles.info} role="status">
          {notice.text}
        </p>
      );
    case 'status':
      return (
        <dl className={styles.status} aria-label="Status">
          {notice.rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
  }
}

/** After a refused message it is said that nothing of it is lost, unless the reason says so itself. */
const kept = (text: string, action: Extract<ComposerNotice, { kind: 'failed' }>['action']): string =>
  (action === 'send' || action === 'fork') && !/\bkept\b/.test(text)
    ? `${text}${/[\w/\\]$/.test(text) ? '\n' : ' '}Your text is kept below.`.trim()
    : text;

import { useMemo } from 'react';
import Check from 'lucide-react/icons/check';
import X from 'lucide-react/icons/x';
import type { CommandItem } from '../../../src-shared/model/item.ts';
import { parseAnsi, type AnsiLine } from '../../editor/ansi.ts';
import { AnsiLines, ansiColors } from '../../editor/ansi-text.tsx';
import { view } from '../../state/panel-store.ts';
import { infoOf } from '../../state/thread-store.ts';
import { count } from '../../state/count-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { CopyButton } from './copy-button.tsx';
import { ItemFrame, RunningState, ShowAll } from './item-frame.tsx';
import { useFold, useOpen, useThreadState } from './thread-context.ts';
import { duration } from './words.ts';
import styles from './items.module.css';

/** Lines of output that are drawn here; the whole opens in the side panel. */
const SHOWN_LINES = 14;
/** Enough characters for that many lines of a wide terminal. */
const SHOWN_CHARS = 6000;

export function CommandView({ item }: { readonly item: CommandItem }) {
  const thread = useOpen();
  const output = useThreadState((state) => state.tail?.live[item.id] ?? item.output);
  const cwd = useThreadState((state) => infoOf(state)?.cwd ?? '');
  const [open, setOpen] = useFold(item.id, item.status === 'running' || item.status === 'failed');
  const multiline = item.command.includes('\n') || item.command.length > 100;
  const elsewhere = item.cwd !== '' && item.cwd !== cwd;
  const hasBody = output !== '' || multiline || elsewhere;
  return (
    <ItemFrame
      open={open && (item.status !== 'running' || hasBody)}
      onToggle={setOpen}
      label={`Output of ${item.command.slice(0, 200)}`}
      head={
        <>
          <span className={styles.prompt} aria-hidden="true">
            {item.source === 'user' ? '!' : '$'}
          </span>
          <span className={styles.command}>{item.command.split('\n', 1)[0]}</span>
        </>
      }
      trailing={<CommandState item={item} />}
    >
      {hasBody && (
        <>
          {(multiline || elsewhere) && (
            <div className={styles.whole}>
              {elsewhere && <p className={styles.where}>in {relativeTo(cwd, item.cwd)}</p>}
              {multiline && (
                <div className={styles.wholeCommand}>
                  <pre tabIndex={0} aria-label="Whole command">
                    {item.command}
                  </pre>
                  <CopyButton text={() => item.command} what="Command" />
                </div>
              )}
            </div>
          )}
          <Output
            output={output}
            cut={item.outputChars > item.output.length && item.status !== 'running'}
            live={item.status === 'running'}
            onShowAll={() => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id })}
          />
        </>
      )}
    </ItemFrame>
  );
}

function CommandState({ item }: { readonly item: CommandItem }) {
  if (item.status === 'running')
    return (
      <>
        {item.source === 'background' && <span className={styles.quiet}>in the background</span>}
        <RunningState itemId={item.id} since={item.startedAt} />
      </>
    );
  const good = item.exitCode === 0;
  return (
    <>
      {item.exitCode !== null ? (
        <span className={good ? styles.good : styles.bad}>
          {good ? <Check size={12} aria-hidden="true" /> : <X size={12} aria-hidden="true" />} exit {item.exitCode}
        </span>
      ) : (
        <span className={item.status === 'failed' ? styles.bad : styles.quiet}>
          {item.status === 'completed' ? 'done' : item.status}
        </span>
      )}
      {item.durationMs !== null && <span className={styles.time}>{duration(item.durationMs)}</span>}
    </>
  );
}

/** The end of the output, in the colours of the terminal. */
function Output(props: {
  readonly output: string;
  /** Not all of the output is here. */
  readonly cut: boolean;
  readonly live: boolean;
  readonly onShowAll: () => void;
}) {
  const { output, cut, live, onShowAll } = props;
  const { lines, hidden } = useMemo(() => lastLines(output), [output]);
  if (output === '') return null;
  return (
    <div className={classNames(styles.output, ansiColors)}>
      {(hidden > 0 || cut) && (
        <ShowAll onClick={onShowAll}>
          {cut || hidden === Infinity || live ? 'Earlier output' : `${count(hidden, 'more line')} above`}
        </ShowAll>
      )}
      <pre className={styles.outputText} tabIndex={0} aria-label="Output">
        <AnsiLines lines={lines} />
      </pre>
    </div>
  );
}

/** `hidden`: lines before the shown ones; infinite when they were not counted. */
function lastLines(output: string): { lines: readonly AnsiLine[]; hidden: number } {
  const whole = output.length <= SHOWN_CHARS;
  let text = output;
  if (!whole) {
    text = output.slice(-SHOWN_CHARS);
    text = text.slice(text.indexOf('\n') + 1);
  }
  const lines = parseAnsi(text);
  const shown = lines.slice(-SHOWN_LINES);
  if (whole) return { lines: shown, hidden: lines.length - shown.length };
  return { lines: shown, hidden: Infinity };
}

const relativeTo = (root: string, path: string): string =>
  root !== '' && path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path;

import { useState } from 'react';
import type { FileChangeApproval } from '../../../src-shared/model/approval.ts';
import type { FileChange } from '../../../src-shared/model/item.ts';
import { DiffView } from '../../editor/diff-view.tsx';
import { useOpenThread } from '../../state/open-threads.ts';
import { DiffStat } from '../../ui/badge.tsx';
import type { CardProps } from './card-frame.tsx';
import { DecisionCard } from './decision-card.tsx';
import styles from './approvals.module.css';

/** Up to this many files are open from the start. */
const OPEN_FILES = 3;
/** Lines of one file drawn before the rest is asked for. */
const FIRST_LINES = 200;
const KINDS = { add: 'A', update: 'M', delete: 'D' } as const;
const KIND_WORDS = { add: 'Added', update: 'Changed', delete: 'Deleted' } as const;

/** The files the agent wants to write, each with its diff. */
export function FileChangeCard(props: CardProps<FileChangeApproval>) {
  const { approval } = props;
  const cwd = useOpenThread(approval)?.store.getState().tail?.info.cwd ?? null;
  const few = approval.changes.length <= OPEN_FILES;
  return (
    <DecisionCard {...props}>
      {approval.changes.length > 0 && (
        <div className={styles.files}>
          {approval.changes.map((change) => (
            <FileRow key={change.path} change={change} cwd={cwd} initiallyOpen={few} />
          ))}
        </div>
      )}
      {approval.reason !== null && approval.reason !== '' && <p className={styles.reason}>{approval.reason}</p>}
      {approval.grantRoot !== null && (
        <dl className={styles.facts}>
          <div>
            <dt>Would allow writing below</dt>
            <dd>
              <code>{approval.grantRoot}</code>
            </dd>
          </div>
        </dl>
      )}
      {approval.changes.length === 0 && approval.grantRoot === null && (
        <p className={styles.reason}>Codex has not said which files. Decline if you do not expect this.</p>
      )}
    </DecisionCard>
  );
}

function FileRow(props: { readonly change: FileChange; readonly cwd: string | null; readonly initiallyOpen: boolean }) {
  const { change, cwd, initiallyOpen } = props;
  const [open, setOpen] = useState(initiallyOpen);
  const [all, setAll] = useState(false);
  return (
    <details open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span className={styles[change.kind]} title={KIND_WORDS[change.kind]}>
          <span aria-hidden="true">{KINDS[change.kind]}</span>
          <span className="sr-only">{KIND_WORDS[change.kind]}</span>
        </span>
        <code className={styles.path}>
          {inFolder(change.path, cwd)}
          {change.movedTo !== null && ` → ${inFolder(change.movedTo, cwd)}`}
        </code>
        <DiffStat additions={change.additions} deletions={change.deletions} />
      </summary>
      {open && (
        <DiffView
          diff={change.diff}
          limit={all ? Infinity : FIRST_LINES}
          truncated={change.truncated}
          onShowAll={all ? undefined : () => setAll(true)}
        />
      )}
    </details>
  );
}

/** Files of the thread's folder go by their place in it. */
const inFolder = (path: string, cwd: string | null): string =>
  cwd !== null && path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path;

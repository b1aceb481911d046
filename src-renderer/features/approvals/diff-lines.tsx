import { useMemo, useState } from 'react';
import type { FileChange } from '../../../src-shared/model/item.ts';
import { Button } from '../../ui/button.tsx';
import { readHunks } from './read-hunks.ts';
import styles from './approvals.module.css';

/** Lines drawn before the rest is asked for. */
const FIRST_LINES = 200;

/** The diff of one file, with line numbers of both sides; long ones are cut until the reader asks. */
export function DiffLines({ change }: { readonly change: FileChange }) {
  const [all, setAll] = useState(false);
  const lines = useMemo(() => readHunks(change.diff), [change.diff]);
  const shown = all ? lines : lines.slice(0, FIRST_LINES);
  if (lines.length === 0) return <p className={styles.quiet}>No text changes.</p>;
  return (
    <div className={styles.diff} tabIndex={0} role="region" aria-label={`Changes of ${change.path}`}>
      <table>
        <tbody>
          {shown.map((line, index) => (
            <tr key={index} className={styles[line.kind]}>
              <td>{line.before}</td>
              <td>{line.after}</td>
              <td>
                {line.kind === 'added' && <span className="sr-only">added: </span>}
                {line.kind === 'removed' && <span className="sr-only">removed: </span>}
                {line.text}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < lines.length && (
        <Button tone="ghost" size="s" onClick={() => setAll(true)}>
          Show {lines.length - shown.length} more lines
        </Button>
      )}
      {change.truncated && <p className={styles.quiet}>The diff is longer than what is kept here.</p>}
    </div>
  );
}

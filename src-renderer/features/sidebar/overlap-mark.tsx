import Layers2 from 'lucide-react/icons/layers-2';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { overlapsWords } from '../../state/overlap-words.ts';
import { useWorktrees, worktreeAt } from '../../state/worktree-store.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './thread-row.module.css';

/** On a running thread in a worktree: another one changes the same files. Worktrees are watched only while such a row is shown. */
export function OverlapMark({ serverId, cwd }: { readonly serverId: ServerId; readonly cwd: string }) {
  const worktrees = useWorktrees(serverId);
  const overlaps = (worktrees && worktreeAt(worktrees, cwd)?.overlaps) ?? [];
  if (overlaps.length === 0) return null;
  const conflict = overlaps.some(({ verdict }) => verdict === 'conflict');
  return (
    <span className={classNames(styles.overlap, conflict && styles.overlapConflict)} data-tip={overlapsWords(overlaps)}>
      <Layers2 size={11} aria-hidden="true" />
      {conflict ? 'conflicts' : 'overlaps'}
    </span>
  );
}

import CircleAlert from 'lucide-react/icons/circle-alert';
import Hourglass from 'lucide-react/icons/hourglass';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { openPreparation, useUi } from '../../state/ui-store.ts';
import { usePreparations } from '../../state/worktree-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './worktrees.module.css';

const WORDS = {
  running: 'Preparing',
  waiting: 'Waits for the reset',
  failed: 'Set-up failed',
  interrupted: 'Interrupted',
  done: '',
} as const;

/** Threads on their way into a new worktree, and those that begin after a reset, above the list of threads, until they are in it. */
export function PreparationList({ serverId }: { readonly serverId: ServerId }) {
  const waiting = usePreparations(serverId).filter(({ state }) => state.kind !== 'done');
  const shown = useUi((state) => (state.view.kind === 'preparing' ? state.view.preparationId : null));
  if (waiting.length === 0) return null;
  return (
    <ul className={styles.preparations} aria-label="Threads being prepared">
      {waiting.map(({ id, title, state }) => (
        <li key={id}>
          <button
            type="button"
            className={classNames(styles.preparation, shown === id && styles.shown)}
            aria-current={shown === id ? 'page' : undefined}
            onClick={() => openPreparation(serverId, id)}
          >
            {state.kind === 'running' ? (
              <Spinner size={12} />
            ) : state.kind === 'waiting' ? (
              <Hourglass size={12} aria-hidden="true" className={styles.waits} />
            ) : (
              <CircleAlert size={12} aria-hidden="true" className={styles.alert} />
            )}
            <span className={styles.preparationTitle}>{title}</span>
            <span className={styles.preparationState}>{WORDS[state.kind]}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

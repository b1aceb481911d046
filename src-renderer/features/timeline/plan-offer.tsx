import type { Turn } from '../../../src-shared/model/thread.ts';
import { infoOf, itemOf } from '../../state/thread-store.ts';
import { Button } from '../../ui/button.tsx';
import { useOpen, useThreadState } from './thread-context.ts';
import { carryOutPlan } from './turn-actions.ts';
import styles from './turn-foot.module.css';

/** Below the newest plan of a thread in plan mode: leaves the mode and lets the agent work, in one step. */
export function PlanOffer({ turn }: { readonly turn: Turn }) {
  const thread = useOpen();
  const offered = useThreadState((state) => {
    const info = infoOf(state);
    return (
      turn.status === 'completed' &&
      state.tail?.turnOrder.at(-1) === turn.id &&
      info?.settings.mode === 'plan' &&
      info.lock.kind === 'none' &&
      turn.itemIds.some((id) => itemOf(state, id)?.kind === 'plan')
    );
  });
  if (!offered) return null;
  return (
    <div className={styles.plan}>
      <Button size="s" tone="primary" onClick={() => void carryOutPlan(thread)}>
        Carry out the plan
      </Button>
      <span>or write what should be different.</span>
    </div>
  );
}

import Circle from 'lucide-react/icons/circle';
import CircleCheck from 'lucide-react/icons/circle-check';
import CircleDot from 'lucide-react/icons/circle-dot';
import ListTodo from 'lucide-react/icons/list-todo';
import type { PlanSteps } from '../../../src-shared/model/thread.ts';
import { useThread } from '../../state/open-threads.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './panel.module.css';

const STATE_WORDS: Readonly<Record<PlanSteps['steps'][number]['state'], string>> = {
  pending: 'To do',
  running: 'Under way',
  done: 'Done',
};

/** The agent's list of steps, as it stands. */
export function PlanTab({ thread }: { readonly thread: OpenThread }) {
  const plan = useThread(thread, (state) => infoOf(state)?.plan ?? null);
  const goal = useThread(thread, (state) => infoOf(state)?.goal ?? null);
  if (!plan && !goal)
    return (
      <EmptyState
        icon={<ListTodo size={20} aria-hidden="true" />}
        title="No plan yet"
        text="When the agent works by a list of steps, they appear here with what is done. In plan mode it proposes one before it changes anything."
      />
    );
  const done = plan?.steps.filter((step) => step.state === 'done').length ?? 0;
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Plan">
      {goal && (
        <section className={styles.section}>
          <h2 className={styles.heading}>Goal</h2>
          <p className={styles.words}>{goal.objective}</p>
        </section>
      )}
      {plan && (
        <section className={styles.section}>
          <h2 className={styles.heading}>
            Steps
            <span className={styles.count}>
              {done} of {plan.steps.length} done
            </span>
          </h2>
          {plan.explanation !== null && plan.explanation !== '' && <p className={styles.words}>{plan.explanation}</p>}
          <ol className={styles.steps}>
            {plan.steps.map((step, at) => (
              <li key={at} className={classNames(styles.step, styles[step.state])}>
                <StepIcon state={step.state} />
                <span className="sr-only">{STATE_WORDS[step.state]}: </span>
                <span>{step.text}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

function StepIcon({ state }: { readonly state: PlanSteps['steps'][number]['state'] }) {
  const Icon = state === 'done' ? CircleCheck : state === 'running' ? CircleDot : Circle;
  return <Icon size={14} aria-hidden="true" className={styles.stepIcon} />;
}

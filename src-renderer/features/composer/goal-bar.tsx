import CirclePause from 'lucide-react/icons/circle-pause';
import CirclePlay from 'lucide-react/icons/circle-play';
import Goal from 'lucide-react/icons/goal';
import Pencil from 'lucide-react/icons/pencil';
import X from 'lucide-react/icons/x';
import type { GoalChange } from '../../../src-shared/contract/threads.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadGoal } from '../../../src-shared/model/thread.ts';
import { IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { changeGoal } from './change-goal.ts';
import type { Desk } from './desk.ts';
import { goalFacts, goalState } from './goal-words.ts';
import { EMPTY_CONTENT } from './tokens.ts';
import styles from './queue.module.css';

/** What the thread's agent works towards, how far that is, and what can be done about it. */
export function GoalBar(props: {
  readonly desk: Desk;
  readonly thread: ThreadRef;
  readonly goal: ThreadGoal;
  readonly running: boolean;
}) {
  const { desk, thread, goal, running } = props;
  const { label, tip, tone } = goalState(goal, running);
  const change = (wanted: GoalChange) => void changeGoal(thread, wanted);
  return (
    <section className={styles.goal} aria-label="Goal">
      <Goal size={14} className={styles.sign} aria-hidden="true" />
      <span className={styles.text} title={goal.objective.slice(0, 600)}>
        {goal.objective.slice(0, 400)}
      </span>
      <span className={classNames(styles.note, styles[tone])} role="status" title={tip}>
        {label}
      </span>
      <span className={classNames(styles.note, styles.facts)}>{goalFacts(goal)}</span>
      <span className={styles.actions}>
        {goal.status === 'active' ? (
          <IconButton
            label="Pause the goal"
            size="s"
            icon={<CirclePause size={13} aria-hidden="true" />}
            onClick={() => change({ kind: 'pause' })}
          />
        ) : (
          <IconButton
            label={goal.status === 'complete' ? 'Work on the goal again' : 'Resume the goal'}
            size="s"
            icon={<CirclePlay size={13} aria-hidden="true" />}
            onClick={() => change({ kind: 'resume' })}
          />
        )}
        <IconButton
          label="Edit the goal"
          size="s"
          icon={<Pencil size={13} aria-hidden="true" />}
          onClick={() => {
            desk.editor.replace({ ...EMPTY_CONTENT, text: `/goal ${goal.objective}` });
            desk.editor.focus();
          }}
        />
        <IconButton
          label="Clear the goal"
          size="s"
          icon={<X size={13} aria-hidden="true" />}
          onClick={() => change({ kind: 'clear' })}
        />
      </span>
    </section>
  );
}

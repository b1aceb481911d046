import type { PermissionsApproval } from '../../../src-shared/model/approval.ts';
import type { CardProps } from './card-frame.tsx';
import { DecisionCard } from './decision-card.tsx';
import styles from './approvals.module.css';

const WORDS = { read: 'Read', write: 'Write', network: 'Network' } as const;

/** More than the thread may do now: one line for each thing that is asked for. */
export function PermissionsCard(props: CardProps<PermissionsApproval>) {
  const { approval } = props;
  return (
    <DecisionCard {...props}>
      <ul className={styles.wants}>
        {approval.wants.map((want, index) => (
          <li key={index}>
            <span>{WORDS[want.access]}</span>
            <code>{want.target}</code>
          </li>
        ))}
      </ul>
      {approval.reason !== null && approval.reason !== '' && <p className={styles.reason}>{approval.reason}</p>}
      <dl className={styles.facts}>
        <div>
          <dt>In</dt>
          <dd>
            <code>{approval.cwd}</code>
          </dd>
        </div>
      </dl>
    </DecisionCard>
  );
}

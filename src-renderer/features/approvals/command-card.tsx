import type { CommandApproval } from '../../../src-shared/model/approval.ts';
import type { CardProps } from './card-frame.tsx';
import { DecisionCard } from './decision-card.tsx';
import { alwaysChoices } from './rule-text.ts';
import styles from './approvals.module.css';

/** A command, exactly as it will run, or access to a host of the network. */
export function CommandCard(props: CardProps<CommandApproval>) {
  const { approval } = props;
  return (
    <DecisionCard {...props} always={alwaysChoices(approval.rules, approval.network)}>
      {approval.command !== '' && (
        <pre className={styles.command} tabIndex={0} aria-label="Command">
          {approval.command}
        </pre>
      )}
      {approval.reason !== null && approval.reason !== '' && <p className={styles.reason}>{approval.reason}</p>}
      <dl className={styles.facts}>
        {approval.network && <Fact name="Network" value={`${approval.network.protocol}://${approval.network.host}`} />}
        {approval.extraPermissions.length > 0 && (
          <Fact name="Also allows" value={approval.extraPermissions.join(', ')} />
        )}
        {approval.cwd !== null && <Fact name="In" value={approval.cwd} />}
      </dl>
    </DecisionCard>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}

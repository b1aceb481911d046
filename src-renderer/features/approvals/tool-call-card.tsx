import type { ElicitationApproval } from '../../../src-shared/model/approval.ts';
import type { CardProps } from './card-frame.tsx';
import { DecisionCard } from './decision-card.tsx';
import type { AlwaysChoice } from './rule-text.ts';
import styles from './approvals.module.css';

/** A tool of an MCP server, with what it would be called with. */
export function ToolCallCard(
  props: CardProps<ElicitationApproval> & {
    readonly form: Extract<ElicitationApproval['form'], { kind: 'toolCall' }>;
  },
) {
  const { approval, form } = props;
  const always: readonly AlwaysChoice[] = form.remember.includes('always')
    ? [
        {
          label: form.tool,
          meaning: `Codex will remember in its config.toml that ${form.tool} of ${approval.server} runs without asking, in every thread.`,
          line: null,
          denies: false,
        },
      ]
    : [];
  return (
    <DecisionCard {...props} always={always} session={form.remember.includes('session')}>
      {form.description !== null && form.description !== '' && <p className={styles.reason}>{form.description}</p>}
      {form.arguments !== '' && form.arguments !== '{}' && (
        <pre className={styles.command} tabIndex={0} aria-label="Arguments">
          {form.arguments}
        </pre>
      )}
      {approval.message !== '' && <p className={styles.reason}>{approval.message}</p>}
    </DecisionCard>
  );
}

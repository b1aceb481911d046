import type { AmendmentRule, CommandApproval } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';

/**
 * The line that *Always allow* adds to `$CODEX_HOME/rules/default.rules`, letter for letter: the words are quoted as JSON
 * (observed on 0.169.0: `prefix_rule(pattern=["mkdir", "-p"], decision="allow")`).
 */
export function ruleText(rule: AmendmentRule, network: CommandApproval['network']): string {
  switch (rule.kind) {
    case 'command':
      return `prefix_rule(pattern=[${rule.prefix.map((word) => JSON.stringify(word)).join(', ')}], decision="allow")`;
    case 'network': {
      const protocol = network ? `, protocol=${JSON.stringify(network.protocol)}` : '';
      return `network_rule(host=${JSON.stringify(rule.host)}${protocol}, decision="${rule.action}")`;
    }
    default:
      return assertNever(rule);
  }
}

/** What the rule means, in one sentence. */
export function ruleMeaning(rule: AmendmentRule): string {
  switch (rule.kind) {
    case 'command':
      return `Commands that begin with “${rule.prefix.join(' ')}” will run without asking, in every thread.`;
    case 'network':
      return rule.action === 'allow'
        ? `Every thread may reach ${rule.host} without asking.`
        : `No thread may reach ${rule.host}; it will be refused without asking.`;
    default:
      return assertNever(rule);
  }
}

/** The short form on the button. */
export const ruleLabel = (rule: AmendmentRule): string =>
  rule.kind === 'command' ? rule.prefix.join(' ') : `${rule.action === 'deny' ? 'deny ' : ''}${rule.host}`;

/** One *Always allow…* button: its short form, what it means, and the exact line where one is written. */
export interface AlwaysChoice {
  readonly label: string;
  readonly meaning: string;
  readonly line: string | null;
  readonly denies: boolean;
}
export const alwaysChoices = (
  rules: readonly AmendmentRule[],
  network: CommandApproval['network'],
): readonly AlwaysChoice[] =>
  rules.map((rule) => ({
    label: ruleLabel(rule),
    meaning: ruleMeaning(rule),
    line: ruleText(rule, network),
    denies: rule.kind === 'network' && rule.action === 'deny',
  }));

import type { ExecRule } from '../../../../src-shared/model/config.ts';

const DECISIONS = { allow: 'run without asking', prompt: 'are asked about', forbidden: 'are refused' } as const;

/** What a rule does, in a sentence with the command in the middle of it. */
export function ruleWords(rule: ExecRule['rule']): {
  readonly before: string;
  readonly code: string;
  readonly after: string;
} {
  switch (rule.kind) {
    case 'prefix':
      return {
        before: 'Commands that begin with',
        code: rule.pattern.map((words) => words.map(quoted).join(' | ')).join(' '),
        after: `${DECISIONS[rule.decision]}.`,
      };
    case 'network': {
      const decision =
        rule.decision === 'deny' || rule.decision === 'forbidden'
          ? 'refused'
          : rule.decision === 'prompt'
            ? 'asked about'
            : 'allowed without asking';
      return {
        before: 'The network address',
        code: [rule.protocol, rule.host].filter(Boolean).join(' '),
        after: `is ${decision}.`,
      };
    }
    case 'other':
      return { before: 'A rule that Skein cannot explain:', code: rule.name, after: 'Codex may know it.' };
  }
}

const quoted = (word: string): string => (/[\s"'|]/.test(word) || word === '' ? JSON.stringify(word) : word);

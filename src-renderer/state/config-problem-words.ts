import type { ConfigProblem } from '../../src-shared/model/config.ts';

/** What is wrong with the configuration, and what that means. */
export function problemWords(problem: ConfigProblem): {
  readonly title: string;
  readonly text: string;
  readonly details: string | null;
} {
  switch (problem.kind) {
    case 'broken':
      return {
        title: 'config.toml is broken',
        text: `Line ${problem.line ?? '?'}, column ${problem.column ?? '?'} of ${problem.file}: ${sentence(problem.reason)} Codex uses defaults until it is repaired, and no setting can be written.`,
        details: null,
      };
    case 'invalid':
      return {
        title: 'config.toml has a value that Codex does not take',
        text: 'Codex uses defaults until it is repaired.',
        details: problem.reason,
      };
    case 'unreadable':
      return {
        title: 'config.toml cannot be read',
        text: `${problem.file}: ${sentence(problem.reason)} Codex uses defaults, and no setting can be written.`,
        details: null,
      };
  }
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

import type { Approval } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';

/** The sentence beside the heading of a card, also what a screen reader hears when it appears. */
export function headline(approval: Approval): string {
  switch (approval.kind) {
    case 'command':
      if (approval.network) return `The agent wants to reach ${approval.network.host}`;
      return 'The agent wants to run a command';
    case 'fileChange': {
      const count = approval.changes.length;
      if (count === 0)
        return approval.grantRoot === null ? 'The agent wants to change files' : 'The agent wants to write';
      return `The agent wants to change ${count === 1 ? 'a file' : `${count} files`}`;
    }
    case 'permissions':
      return 'The agent asks for more permissions';
    case 'question':
      return approval.questions.length === 1
        ? 'The agent asks you'
        : `The agent asks you ${approval.questions.length} things`;
    case 'elicitation':
      return approval.form.kind === 'toolCall'
        ? `The agent wants to use ${approval.form.tool} of ${approval.server}`
        : `${approval.server} asks you`;
    default:
      return assertNever(approval);
  }
}

export const isQuestion = (approval: Approval): boolean =>
  approval.kind === 'question' || (approval.kind === 'elicitation' && approval.form.kind !== 'toolCall');

/** What is announced when cards appear: the newest one in full, the others as a number. */
export function announcement(waiting: readonly Approval[]): string {
  const newest = waiting.at(-1);
  if (!newest) return '';
  const more = waiting.length - 1;
  return `${headline(newest)}.${more === 0 ? '' : ` ${more} more ${more === 1 ? 'waits' : 'wait'}.`}`;
}

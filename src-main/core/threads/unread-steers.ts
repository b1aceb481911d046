import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import type { SteeringMessage } from '../../../src-shared/model/thread.ts';

/**
 * What is still unread after the server has shown `item`. The server shows a steered message (`userMessage`) when the agent gets to read
 * it: 0.169 under the client's id, 0.124 without one, where the same words are the same message.
 */
export function withoutRead(unread: readonly SteeringMessage[], item: Item): readonly SteeringMessage[] {
  if (item.kind !== 'userMessage' || unread.length === 0) return unread;
  const at =
    item.clientId === undefined
      ? unread.findIndex(({ parts }) => wordsOf(parts) === wordsOf(item.parts))
      : unread.findIndex(({ id }) => id === item.clientId);
  return at === -1 ? unread : unread.toSpliced(at, 1);
}

/** Images and mentions come back in a form of the server's; words as they were. */
const wordsOf = (parts: readonly InputPart[] | readonly { readonly kind: string }[]): string =>
  parts
    .flatMap((part) => (part.kind === 'text' && 'text' in part ? [part.text] : []))
    .join('\n')
    .trim();

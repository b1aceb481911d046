import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadSnapshot } from '../../../src-shared/model/thread.ts';
import type { Result } from '../../../src-shared/result.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Messages remembered; a page that lost its connection asks again within seconds. */
const MAX_REMEMBERED = 500;

/**
 * Makes a message count once. When a connection drops, the page does not know whether its message was taken and sends it again under
 * the same id: it gets the first answer. What failed was not taken, and is tried again.
 */
export interface OncePerMessage<T> {
  run(messageId: string | null, work: () => Answer<T>): Answer<T>;
}

export function createOncePerMessage<T>(): OncePerMessage<T> {
  const answers = new Map<string, Answer<T>>();
  return {
    run: (messageId, work) => {
      if (messageId === null) return work();
      const known = answers.get(messageId);
      if (known) return known;
      const answer = work();
      answers.set(messageId, answer);
      const [first] = answers.keys();
      if (answers.size > MAX_REMEMBERED && first !== undefined) answers.delete(first);
      const forget = () => {
        if (answers.get(messageId) === answer) answers.delete(messageId);
      };
      answer.then(({ ok }) => {
        if (!ok) forget();
      }, forget);
      return answer;
    },
  };
}

/** The newest turns hold the message already: the server took it, and only its answer was lost. 0.124 keeps no such ids. */
export function holdsMessage({ items }: ThreadSnapshot, messageId: string): boolean {
  return Object.values(items).some((item) => item.kind === 'userMessage' && item.clientId === messageId);
}

import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { AgentMessageItem } from '../../src-shared/model/item.ts';
import { copyText } from './copy-text.ts';
import { peekThread } from './peek-thread.ts';
import { itemOf, type ThreadState } from './thread-store.ts';
import { showToast } from './toast-store.ts';

/** The newest finished answer of what is loaded: the final message of a turn before its commentary. */
function latestAnswer(state: ThreadState): AgentMessageItem | null {
  const { tail } = state;
  if (!tail) return null;
  for (const turnId of [...tail.turnOrder].reverse()) {
    const messages = (tail.turns[turnId]?.itemIds ?? []).flatMap((id) => {
      const item = itemOf(state, id);
      return item?.kind === 'agentMessage' && item.status !== 'running' && item.text !== '' ? [item] : [];
    });
    const answer = messages.findLast((item) => item.phase !== 'commentary') ?? messages.at(-1);
    if (answer) return answer;
  }
  return null;
}

/** Copies the latest finished answer as Markdown and says so; says why when there is none. For `/copy` and its key. */
export async function copyLatestAnswer(ref: ThreadRef): Promise<void> {
  const thread = peekThread(ref);
  const answer = thread ? latestAnswer(thread.store.getState()) : null;
  if (answer) await copyText(answer.text, 'Answer');
  else showToast({ title: 'Nothing to copy yet', text: 'This thread has no finished answer.' });
}

import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ItemId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { OVERRULED_WORDS } from './run-entry.ts';
import type { ThreadSender } from './thread-ports.ts';
import type { ThreadServers } from './thread-servers.ts';

/** Allows what the reviewing agent denied, notes that beside it, and tells the agent to go on: by itself it would not look. */
export async function overruleReview(
  { servers, sending }: { readonly servers: ThreadServers; readonly sending: Pick<ThreadSender, 'say'> },
  ref: ThreadRef,
  itemId: ItemId,
): Promise<Result<null, AppError>> {
  const ready = await servers.ready(ref);
  if (!ready.ok) return ready;
  const { server, thread, threadId } = ready.value;
  const told = await server.autoReviews.overrule(threadId, itemId);
  if (!told.ok) return told;
  const item = thread.snapshot().items[itemId];
  if (item?.kind === 'autoReview')
    thread.receive({ type: 'itemCompleted', threadId, item: { ...item, overruled: true } });
  const said = await sending.say(ref, OVERRULED_WORDS);
  return said.ok ? ok(null) : said;
}

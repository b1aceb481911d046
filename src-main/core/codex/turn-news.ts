import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { FileChange, Item } from '../../../src-shared/model/item.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { mapItem } from './map-item.ts';

interface About {
  readonly threadId: ThreadId;
  readonly turnId: TurnId;
}
/** What a turn does to files, as far as the server tells. */
export type TurnNews = About &
  (
    | { readonly type: 'started' }
    | { readonly type: 'ended' }
    /** It does something that can write; `unseen`: without saying what. */
    | { readonly type: 'works'; readonly unseen: boolean }
    /** A file change was made. Diffs are whole. */
    | { readonly type: 'wrote'; readonly changes: readonly FileChange[] }
    /** All that the turn changed by patches so far, as one diff. */
    | { readonly type: 'diff'; readonly diff: string }
  );

/** Kinds of items that can write files, or start what does. */
const WRITING: ReadonlySet<Item['kind']> = new Set([
  'command',
  'fileChange',
  'toolCall',
  'subAgent',
  'hook',
  'unknown',
]);

/** Tells of turns and what they write. Looks at the few notifications that matter only: thousands of others pass each second. */
export function hearTurnNews(server: CodexServer, listener: (news: TurnNews) => void): Unsubscribe {
  return server.onNotification((notification) => {
    switch (notification.method) {
      case 'turn/started':
      case 'turn/completed': {
        const { threadId, turn } = notification.params;
        const type = notification.method === 'turn/started' ? 'started' : 'ended';
        listener({ type, threadId: threadId as ThreadId, turnId: turn.id as TurnId });
        return;
      }
      case 'turn/diff/updated': {
        const { threadId, turnId, diff } = notification.params;
        listener({ type: 'diff', threadId: threadId as ThreadId, turnId: turnId as TurnId, diff });
        return;
      }
      case 'item/started':
      case 'item/completed': {
        const { threadId, item, turnId } = notification.params;
        const about = { threadId: threadId as ThreadId, turnId: turnId as TurnId };
        const mapped = mapItem(item, {
          turnId: about.turnId,
          done: notification.method === 'item/completed',
          uncut: true,
        });
        if (!WRITING.has(mapped.kind)) return;
        listener({ ...about, type: 'works', unseen: mapped.kind !== 'fileChange' });
        if (notification.method === 'item/completed' && mapped.kind === 'fileChange' && mapped.status === 'completed') {
          listener({ ...about, type: 'wrote', changes: mapped.changes });
        }
        return;
      }
      default:
    }
  });
}

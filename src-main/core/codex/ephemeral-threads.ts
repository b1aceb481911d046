import type { ServerNotification } from './protocol-types.ts';

/**
 * Knows the threads that are not kept: Skein starts one to ask a question of its own, and nobody is to see it in a list. The server tells
 * of them as of any other; what it says about one is for whoever asked.
 *
 * @returns whether a notification is about such a thread
 */
export function createEphemeralFilter(): (notification: ServerNotification) => boolean {
  const ids = new Set<string>();
  return (notification) => {
    if (notification.method === 'thread/started') {
      const { thread } = notification.params;
      if (thread.ephemeral) ids.add(thread.id);
      return thread.ephemeral;
    }
    if (ids.size === 0) return false;
    const params = notification.params as { readonly threadId?: unknown } | null;
    if (typeof params?.threadId !== 'string' || !ids.has(params.threadId)) return false;
    if (notification.method === 'thread/closed') ids.delete(params.threadId);
    return true;
  };
}

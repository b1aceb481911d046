import type { ClientMethod, ParamsOf, ServerNotification } from './protocol-types.ts';

/**
 * What newer servers tell after such a call has succeeded and older ones keep to themselves: 0.124 takes turns off a thread without a word.
 * Null for everything that is told, or needs no telling.
 */
export function untoldChange<M extends ClientMethod>(method: M, params: ParamsOf<M>): ServerNotification | null {
  if (!isRollback(method, params)) return null;
  return { method: 'thread/reverted', params: { threadId: params.threadId } };
}

const isRollback = (method: ClientMethod, params: unknown): params is ParamsOf<'thread/rollback'> =>
  method === 'thread/rollback' && typeof params === 'object';

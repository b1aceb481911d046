declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

/** One supervised app-server: a (host, Codex home) pair. Opaque outside `core/codex`. */
export type ServerId = Id<'server'>;
export type ProjectId = Id<'project'>;
/** Codex's thread id (UUIDv7). Unique within one server. */
export type ThreadId = Id<'thread'>;
export type TurnId = Id<'turn'>;
/** Skein's key of an item: `<turnId>/<codex item id>`. Codex 0.124 reuses item ids between turns, so its own id is no key. */
export type ItemId = Id<'item'>;
export type ApprovalId = Id<'approval'>;
export type QueueEntryId = Id<'queueEntry'>;
/** Unguessable, expiring name under which the core serves one file or image. */
export type FileId = Id<'file'>;

/** A thread is known by its server and its id together. */
export interface ThreadRef {
  readonly serverId: ServerId;
  readonly threadId: ThreadId;
}

/** Key of a thread in a map over several servers. */
export type ThreadKey = Id<'threadKey'>;
export const threadKey = (ref: ThreadRef): ThreadKey => `${ref.serverId}#${ref.threadId}` as ThreadKey;
export const itemId = (turnId: string, codexItemId: string): ItemId => `${turnId}/${codexItemId}` as ItemId;

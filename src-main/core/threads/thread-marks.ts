import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { StoredSummary } from '../codex/thread-events.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import type { Log } from '../ports.ts';
import type { MarkOverlay } from './mark-overlay.ts';
import type { SummaryMarks, SummaryStore } from './summary-store.ts';

/** Unread and pinned: the server's where it keeps them, else Skein's own. */
export interface ThreadMarks {
  /** What is known of a thread's marks from how the server describes it. */
  of(stored: StoredSummary): Partial<SummaryMarks>;
  /** Asks the server which of its sections is the one for pinned threads. */
  learnSections(): Promise<void>;
  heardRevision(threadId: ThreadId, revision: string): void;
  heardUnread(threadId: ThreadId, unread: boolean, revision: string): void;
  heardSection(threadId: ThreadId, sectionId: string | null): void;
  /** Something new is in the thread. */
  turnEnded(threadId: ThreadId): void;
  markRead(threadId: ThreadId, read: boolean): Promise<Result<null, AppError>>;
  pin(threadId: ThreadId, pinned: boolean): Promise<Result<null, AppError>>;
  forget(threadId: ThreadId): void;
}

export interface ThreadMarksOptions {
  readonly serverId: ServerId;
  readonly extras: ThreadExtrasGateway;
  readonly summaries: SummaryStore;
  readonly overlay: MarkOverlay;
  readonly capabilities: () => ServerCapabilities | null;
  readonly isVisible: (threadId: ThreadId) => boolean;
  readonly log: Log;
}

export function createThreadMarks(options: ThreadMarksOptions): ThreadMarks {
  const { serverId, extras, summaries, overlay, capabilities, isVisible, log } = options;
  /** The read state a mark must be made on, so that it does not hide what came meanwhile. */
  const revisions = new Map<ThreadId, string>();
  /** Where threads were said to be, also before it was known which section is the pinned one. */
  const sections = new Map<ThreadId, string>();
  let pinnedSection: string | null = null;
  const refOf = (threadId: ThreadId): ThreadRef => ({ serverId, threadId });

  const markAtServer = async (threadId: ThreadId, read: boolean): Promise<Result<null, AppError>> => {
    const revision = revisions.get(threadId);
    // A thread without a read state (not stored yet, or of another account) has nothing unread.
    if (revision === undefined) return ok(null);
    const marked = await extras.markRead(threadId, read, revision);
    if (!marked.ok) {
      const newer = revisions.get(threadId);
      // Something came while the mark was on its way: it is made on that once more, and then left to the user.
      if (newer === undefined || newer === revision) return marked;
      const again = await extras.markRead(threadId, read, newer);
      if (!again.ok) return again;
      heard(threadId, again.value);
      return ok(null);
    }
    heard(threadId, marked.value);
    return ok(null);
  };
  const noteSection = (threadId: ThreadId, sectionId: string | null): boolean => {
    if (sectionId === null) sections.delete(threadId);
    else sections.set(threadId, sectionId);
    return sectionId !== null && sectionId === pinnedSection;
  };
  const heard = (threadId: ThreadId, state: { readonly unread: boolean; readonly revision: string }) => {
    revisions.set(threadId, state.revision);
    summaries.change(threadId, { unread: state.unread });
  };

  return {
    of: (stored) => {
      const known = capabilities();
      const ref = refOf(stored.threadId);
      const pinned = known?.sections ? noteSection(stored.threadId, stored.sectionId) : overlay.has(ref, 'pinned');
      // The server tells the read state beside the list, not with the thread.
      return known?.readState ? { pinned } : { pinned, unread: overlay.has(ref, 'unread') };
    },
    learnSections: async () => {
      if (!capabilities()?.sections) return;
      const found = await extras.pinnedSection();
      if (!found.ok) {
        log.warn('The sections could not be read', { error: found.error });
        return;
      }
      pinnedSection = found.value;
      for (const [threadId, sectionId] of sections) summaries.change(threadId, { pinned: sectionId === pinnedSection });
    },
    heardRevision: (threadId, revision) => void revisions.set(threadId, revision),
    heardUnread: (threadId, unread, revision) => {
      revisions.set(threadId, revision);
      if (unread && isVisible(threadId)) void markAtServer(threadId, true);
      else summaries.change(threadId, { unread });
    },
    heardSection: (threadId, sectionId) => {
      summaries.change(threadId, { pinned: noteSection(threadId, sectionId) });
    },
    turnEnded: (threadId) => {
      if (capabilities()?.readState !== false || isVisible(threadId)) return;
      overlay.set(refOf(threadId), 'unread', true);
      summaries.change(threadId, { unread: true });
    },
    markRead: async (threadId, read) => {
      if (capabilities()?.readState) return markAtServer(threadId, read);
      overlay.set(refOf(threadId), 'unread', !read);
      summaries.change(threadId, { unread: !read });
      return ok(null);
    },
    pin: async (threadId, pinned) => {
      if (capabilities()?.sections && pinnedSection !== null) {
        const moved = await extras.moveToSection(threadId, pinned ? pinnedSection : null);
        if (!moved.ok) return err(moved.error);
      } else {
        overlay.set(refOf(threadId), 'pinned', pinned);
      }
      summaries.change(threadId, { pinned });
      return ok(null);
    },
    forget: (threadId) => {
      revisions.delete(threadId);
      sections.delete(threadId);
      overlay.clear(refOf(threadId));
    },
  };
}

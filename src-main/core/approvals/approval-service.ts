import { randomUUID } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Approval, ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import { threadKey } from '../../../src-shared/model/ids.ts';
import type { ApprovalId, ItemId, ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { FileChange } from '../../../src-shared/model/item.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ApprovalGateway, OpenRequest } from '../codex/approval-gateway.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';

/** What approvals need to know of threads, and do to them. */
export interface ApprovalThreads {
  title(thread: ThreadRef): string;
  /** The changes of a file change item; null when the item is not known (yet). */
  fileChanges(thread: ThreadRef, itemId: ItemId): readonly FileChange[] | null;
  interrupt(thread: ThreadRef): Promise<Result<unknown, AppError>>;
  /** Brings words to the agent that go with a decline: steers the running turn. */
  say(thread: ThreadRef, words: string): Promise<Result<unknown, AppError>>;
}

export interface ApprovalService {
  /** Starts to take a server's requests; the answer refuses what is open and stops. */
  addServer(gateway: ApprovalGateway): Unsubscribe;
  pendingFor(thread: ThreadRef): readonly Approval[];
  /** A thread's approvals have become more, fewer or others. */
  onChange(listener: (thread: ThreadRef) => void): Unsubscribe;
  /** The thread's title or one of its file changes is another now. Cheap when nothing waits there. */
  touch(thread: ThreadRef): void;
  watch(sink: Pick<StreamSink<readonly Approval[]>, 'emit'>): Unsubscribe;
  answer(approvalId: ApprovalId, answer: ApprovalAnswer): Promise<Result<null, AppError>>;
  /** Refuses everything that waits: no agent is left hanging. */
  dispose(): void;
}

export interface ApprovalServiceOptions {
  readonly threads: ApprovalThreads;
  readonly clock: Clock;
  readonly log: Log;
}

interface Pending {
  readonly id: ApprovalId;
  readonly serverId: ServerId;
  readonly request: OpenRequest;
  readonly thread: ThreadRef;
  cancelTimer(): void;
}

/** Everything that waits for the user, on all servers. Whoever answers first wins; the others hear that it is gone. */
export function createApprovalService({ threads, clock, log }: ApprovalServiceOptions): ApprovalService {
  /** In the order in which they were asked. */
  const pending = new Map<ApprovalId, Pending>();
  const stops = new Set<Unsubscribe>();
  const lists = createListeners<readonly Approval[]>('approvals', log);
  const changes = createListeners<ThreadRef>('approvals of a thread', log);

  const describe = ({ id, serverId, thread, request: { draft } }: Pending): Approval => {
    const whole = { ...draft, id, serverId, threadTitle: threads.title(thread) };
    if (whole.kind !== 'fileChange' || whole.itemId === null) return whole;
    // The request itself does not say what would change; the item came just before it.
    return { ...whole, changes: threads.fileChanges(thread, whole.itemId) ?? whole.changes };
  };
  const all = () => [...pending.values()].map(describe);
  const announce = (thread: ThreadRef) => {
    lists.emit(all());
    changes.emit(thread);
  };
  const of = (thread: ThreadRef) => {
    const key = threadKey(thread);
    return [...pending.values()].filter((each) => threadKey(each.thread) === key);
  };

  const remove = (entry: Pending) => {
    entry.cancelTimer();
    if (pending.get(entry.id) !== entry) return;
    pending.delete(entry.id);
    announce(entry.thread);
  };
  const find = (serverId: ServerId, key: string) =>
    [...pending.values()].find((each) => each.serverId === serverId && each.request.key === key);

  const add = (serverId: ServerId, incoming: OpenRequest) => {
    const before = find(serverId, incoming.key);
    before?.cancelTimer();
    // A repeated request is the same question, asked when it was asked first: a card that is on screen keeps its focus and its
    // half-typed answer.
    const id = before?.id ?? (randomUUID() as ApprovalId);
    const draft = before?.request.draft ?? incoming.draft;
    const request = { ...incoming, draft };
    const thread = { serverId, threadId: draft.threadId };
    const entry: Pending = { id, serverId, request, thread, cancelTimer: () => undefined };
    pending.set(id, entry);
    if (draft.kind === 'question' && draft.resolvesAt !== null) {
      entry.cancelTimer = clock.after(Math.max(0, draft.resolvesAt - clock.now()), () => {
        request.refuse();
        remove(entry);
      });
    }
    announce(thread);
  };

  const dropAll = (serverId: ServerId, refuse: boolean) => {
    for (const entry of [...pending.values()]) {
      if (entry.serverId !== serverId) continue;
      if (refuse) entry.request.refuse();
      remove(entry);
    }
  };

  return {
    addServer: (gateway) => {
      const { serverId } = gateway;
      const stopListening = gateway.listen({
        asked: (request) => add(serverId, request),
        resolved: (key) => {
          const entry = find(serverId, key);
          if (entry) remove(entry);
        },
        down: () => dropAll(serverId, false),
      });
      const stop = () => {
        if (!stops.delete(stop)) return;
        dropAll(serverId, true);
        stopListening();
      };
      stops.add(stop);
      return stop;
    },

    pendingFor: (thread) => of(thread).map(describe),
    onChange: changes.add,
    touch: (thread) => {
      if (of(thread).length > 0) lists.emit(all());
    },

    watch: (sink) => {
      const stop = lists.add((list) => sink.emit(list));
      sink.emit(all());
      return stop;
    },

    answer: async (approvalId, answer) => {
      const entry = pending.get(approvalId);
      if (!entry) return err({ code: 'approval.gone' });
      const planned = entry.request.plan(answer);
      if (!planned.ok) return planned;
      const plan = planned.value;
      // Gone for everybody at once, so that a second click or a second window cannot answer it again.
      remove(entry);
      if (plan.interrupt) {
        const interrupted = await threads.interrupt(entry.thread);
        // The end of the turn has taken the request with it, and this is not sent; or it has not, and then nobody may wait for it.
        entry.request.send(plan);
        return interrupted.ok ? ok(null) : interrupted;
      }
      entry.request.send(plan);
      const words = plan.words.trim();
      if (words === '') return ok(null);
      const said = await threads.say(entry.thread, words);
      return said.ok ? ok(null) : said;
    },

    dispose: () => {
      for (const stop of [...stops]) stop();
    },
  };
}

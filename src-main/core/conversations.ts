import type { InputPart } from '../../src-shared/model/composer.ts';
import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { SignInGates } from './accounts/account-service.ts';
import { createApprovalService, type ApprovalService } from './approvals/approval-service.ts';
import { createApprovalGateway } from './codex/approval-gateway.ts';
import type { CodexServer } from './codex/codex-supervisor.ts';
import type { ImageStore } from './files/image-store.ts';
import type { PromptHistory } from './history/prompt-history.ts';
import type { Clock, Log } from './ports.ts';
import type { ProjectService } from './projects/project-service.ts';
import { createLimitWaits, type LimitWaits } from './queue/limit-waits.ts';
import { createQueueRunner, type QueueRunner } from './queue/queue-runner.ts';
import type { QueueStore } from './queue/queue-store.ts';
import type { ResetWatch } from './queue/reset-watch.ts';
import type { MarkOverlay } from './threads/mark-overlay.ts';
import type { ThreadFolders } from './threads/thread-ports.ts';
import { createThreadService, type ThreadService } from './threads/thread-service.ts';

/** Threads, what waits in their queues, and what they ask: three services that know one another. */
export interface Conversations {
  readonly threads: ThreadService;
  readonly queue: QueueRunner;
  readonly waits: LimitWaits;
  readonly approvals: ApprovalService;
  /** Takes up a server's threads and requests. */
  addServer(server: CodexServer): void;
  /** Refuses what waits for an answer and lets go of every thread. */
  dispose(): void;
}

export interface ConversationOptions {
  readonly projects: ProjectService;
  readonly queueStore: QueueStore;
  readonly history: PromptHistory;
  readonly images: ImageStore;
  readonly overlay: MarkOverlay;
  /** A thread is gone for good. */
  readonly onThreadGone: (thread: ThreadRef) => void;
  /** A turn is about to be started; it waits until this is settled. */
  readonly beforeTurn: (thread: ThreadRef) => Promise<void>;
  /** What worktrees know about threads and folders. */
  readonly folders: ThreadFolders;
  readonly resets: ResetWatch;
  /** Sign-ins that model providers ask for themselves. */
  readonly gates: SignInGates;
  readonly clock: Clock;
  readonly log: Log;
}

export function createConversations(options: ConversationOptions): Conversations {
  const { projects, queueStore, history, images, overlay, clock, log } = options;
  const threads = createThreadService({
    ports: {
      projects,
      queue: {
        // The runner and the approvals are there before the first server is, and with it the first thread.
        add: (thread, parts) => queue.add(thread, parts),
        addUnread: (thread, parts) => queue.addUnread(thread, parts),
        addUntilReset: (thread, parts) => waits.add(thread, parts),
        count: (thread) => queueStore.list(thread).length,
        clear: (thread) => {
          queueStore.clear(thread);
          options.onThreadGone(thread);
        },
        onChange: (listener) => queueStore.onChange(listener),
      },
      imagePath: (imageId) => images.path(imageId),
      folders: options.folders,
      beforeTurn: (thread) => options.beforeTurn(thread),
      mayStart: (serverId) => options.gates.check(serverId),
      remember: (cwd, parts) => history.add(cwd, parts),
      touched: (thread) => approvals.touch(thread),
    },
    overlay,
    clock,
    log,
  });
  const queue = createQueueRunner({ store: queueStore, threads, log });
  const stopGates = options.gates.onOpen((serverId) => {
    const waiting = queueStore.refs().filter((thread) => {
      return thread.serverId === serverId && queueStore.list(thread)[0]?.held?.reason === 'signIn';
    });
    for (const thread of waiting)
      queue
        .resume(thread)
        .catch((error: unknown) => log.error('A wait for a sign-in stopped', { error: String(error) }));
  });
  const waits = createLimitWaits({ store: queueStore, queue, resets: options.resets });
  const approvals = createApprovalService({ threads, clock, log });
  const waitsFor = (thread: ThreadRef): 'approval' | 'question' | null => {
    const [first] = approvals.pendingFor(thread);
    if (!first) return null;
    // An MCP tool that wants to run is asked for by an elicitation, but it is an approval.
    const asks = first.kind === 'question' || (first.kind === 'elicitation' && first.form.kind !== 'toolCall');
    return asks ? 'question' : 'approval';
  };
  const stopListening = approvals.onChange((thread) => threads.setWaiting(thread, waitsFor(thread)));
  return {
    threads,
    queue,
    waits,
    approvals,
    addServer: (server) => {
      threads.addServer(server);
      approvals.addServer(createApprovalGateway(server, clock));
    },
    dispose: () => {
      approvals.dispose();
      stopListening();
      waits.dispose();
      stopGates();
      queue.dispose();
      threads.dispose();
    },
  };
}

/** Images of messages that are not sent yet: they have to stay. */
export const imagesIn = (parts: readonly InputPart[]): string[] =>
  parts.flatMap((part) => (part.kind === 'image' ? [part.imageId] : []));

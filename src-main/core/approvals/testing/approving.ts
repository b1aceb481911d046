import { mkdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Approval } from '../../../../src-shared/model/approval.ts';
import type { ItemId, ThreadId, ThreadRef } from '../../../../src-shared/model/ids.ts';
import type { FileChange, Item } from '../../../../src-shared/model/item.ts';
import { createApprovalGateway } from '../../codex/approval-gateway.ts';
import { mapNotification } from '../../codex/map-notification.ts';
import type { CodexServer } from '../../codex/codex-supervisor.ts';
import { createMemoryLog, realClock, supervise } from '../../codex/testing/supervised.ts';
import { prepareDemoHome } from '../../demo-model/demo-home.ts';
import { startDemoModel } from '../../demo-model/demo-model.ts';
import { knownModel } from '../../demo-model/testing/codex-binary.ts';
import { createApprovalService } from '../approval-service.ts';

type Notification = Parameters<Parameters<CodexServer['onNotification']>[0]>[0];
type TurnCompleted = Extract<Notification, { method: 'turn/completed' }>;

interface StartOptions {
  readonly policy?: 'untrusted' | 'on-request';
  readonly plan?: boolean;
}

/** A real app-server on the demo model, with the approval service on it and just enough of threads to run turns. */
export async function startApproving(options: { readonly extraToml?: string; readonly model?: string } = {}) {
  const supervised = supervise();
  const { server, codexHome } = supervised;
  const model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  await prepareDemoHome({ dir: codexHome, url: model.url, model: knownModel(), ...options });
  // It has read its configuration already.
  await server.restart();
  const folder = join(realpathSync(dirname(codexHome)), 'work');
  mkdirSync(folder);

  const changes = new Map<ItemId, readonly FileChange[]>();
  const turns = new Map<ThreadId, string>();
  const notifications: Notification[] = [];
  const looks = new Set<() => void>();
  const wake = () => {
    for (const look of [...looks]) look();
  };
  server.onNotification((notification) => {
    notifications.push(notification);
    if (notification.method === 'turn/started') {
      turns.set(notification.params.threadId as ThreadId, notification.params.turn.id);
    }
    const event = mapNotification(notification);
    if (event?.type === 'itemStarted' && event.item.kind === 'fileChange')
      changes.set(event.item.id, event.item.changes);
    wake();
  });

  const approvals = createApprovalService({
    clock: realClock,
    log: createMemoryLog().log,
    threads: {
      title: ({ threadId }) => `Thread ${threadId}`,
      fileChanges: (_, itemId) => changes.get(itemId) ?? null,
      interrupt: ({ threadId }) => server.call('turn/interrupt', { threadId, turnId: turns.get(threadId) ?? '' }),
      say: ({ threadId }, words) => {
        const input = [{ type: 'text' as const, text: words, text_elements: [] }];
        return server.call('turn/steer', { threadId, expectedTurnId: turns.get(threadId) ?? '', input });
      },
    },
  });
  approvals.addServer(createApprovalGateway(server, realClock));
  const lists: (readonly Approval[])[] = [];
  approvals.watch({
    emit: (list) => {
      lists.push(list);
      wake();
    },
  });

  /** Waits for a fact; what it looks at is looked at again whenever something has happened. */
  const until = <T>(find: () => T | null | undefined | false): Promise<T> =>
    new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === null || found === undefined || found === false) return;
        looks.delete(look);
        resolve(found);
      };
      looks.add(look);
      look();
    });
  const must = async <T>(calling: Promise<{ ok: true; value: T } | { ok: false; error: unknown }>): Promise<T> => {
    const result = await calling;
    if (!result.ok) throw new Error(JSON.stringify(result.error));
    return result.value;
  };

  return {
    ...supervised,
    folder,
    approvals,
    lists,
    notifications,
    until,
    /** The approvals that wait, once there are so many. */
    waiting: (count = 1) => until(() => (lists.at(-1)?.length === count ? lists.at(-1) : null)),
    startThread: async ({ policy = 'untrusted' }: StartOptions = {}): Promise<ThreadRef> => {
      const params = { cwd: folder, approvalPolicy: policy, sandbox: 'workspace-write' as const };
      const { thread } = await must(server.call('thread/start', params));
      return { serverId: server.id, threadId: thread.id as ThreadId };
    },
    send: async ({ threadId }: ThreadRef, text: string, { plan = false }: StartOptions = {}): Promise<void> => {
      const settings = { model: knownModel(), reasoning_effort: null, developer_instructions: null };
      await must(
        server.call('turn/start', {
          threadId,
          input: [{ type: 'text', text, text_elements: [] }],
          ...(plan && { collaborationMode: { mode: 'plan', settings } }),
        }),
      );
    },
    /** How the thread's turns ended, once there are so many. */
    ended: ({ threadId }: ThreadRef, count = 1) =>
      until(() => {
        const ends = notifications.filter(
          (each): each is TurnCompleted => each.method === 'turn/completed' && each.params.threadId === threadId,
        );
        return ends.length >= count && ends.map(({ params }) => params.turn.status);
      }),
    /** The last state of every item of a kind that has completed, once there are so many. */
    completed: <K extends Item['kind']>(kind: K, count = 1) =>
      until(() => {
        const items = new Map<ItemId, Extract<Item, { kind: K }>>();
        for (const notification of notifications) {
          const event = mapNotification(notification);
          if (event?.type === 'itemCompleted' && event.item.kind === kind) {
            items.set(event.item.id, event.item as Extract<Item, { kind: K }>);
          }
        }
        return items.size >= count && [...items.values()];
      }),
    dispose: async () => {
      approvals.dispose();
      await supervised.dispose();
      await model.stop();
    },
  };
}

export type Approving = Awaited<ReturnType<typeof startApproving>>;

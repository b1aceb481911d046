import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareDemoHome, type DemoHomeOptions, type SandboxMode } from '../demo-home.ts';
import { startDemoModel, type DemoModel, type DemoModelOptions } from '../demo-model.ts';
import type { ModelRequest } from '../model-request.ts';
import type { RunCommand } from '../sample-repository.ts';
import { AppServerClient, type Message } from './app-server-client.ts';
import { knownModel } from './codex-binary.ts';

/** A demo model, an app-server that talks to it, and a folder to work in; all of it gone after `close`. */
export type DemoServer = {
  readonly model: DemoModel;
  readonly server: AppServerClient;
  readonly folder: string;
  readonly requests: ModelRequest[];
  /** Runs one turn in a new thread to its end and answers what the server sent meanwhile. */
  readonly turn: (text: string, options?: TurnOptions) => Promise<Turn>;
  /**
   * Waits until a thread has completed so many items of a kind, and answers their last states. 0.124 reports commands
   * late, after their turn has completed.
   */
  readonly completedItems: (turn: Turn, type: string, count: number) => Promise<Item[]>;
  readonly close: () => Promise<void>;
};

export type TurnOptions = {
  readonly plan?: boolean;
  readonly cwd?: string;
  readonly approvalPolicy?: string;
  readonly sandbox?: string;
  /** Continues this thread instead of starting one. */
  readonly threadId?: string;
  /** The model that plan mode names; the home's own where it does not matter. */
  readonly model?: string;
};

export type Turn = {
  readonly threadId: string;
  readonly status: string;
  readonly error: unknown;
  readonly messages: readonly Message[];
  /** The last state of every item, in the order in which they first appeared. */
  readonly items: readonly Item[];
};

export type Item = Readonly<Record<string, unknown>> & { readonly type: string; readonly id: string };

export async function startDemoServer(
  options: { readonly model?: DemoModelOptions; readonly home?: Partial<DemoHomeOptions> } = {},
): Promise<DemoServer> {
  const root = await mkdtemp(join(tmpdir(), 'skein-demo-'));
  const [home, tmp, folder] = [join(root, 'home'), join(root, 'tmp'), join(root, 'work')];
  for (const path of [home, tmp, folder]) await mkdir(path, { recursive: true });
  const requests: ModelRequest[] = [];
  const model = await startDemoModel({
    wordsPerSecond: Number.POSITIVE_INFINITY,
    ...options.model,
    onRequest: (request) => requests.push(request),
  });
  await prepareDemoHome({ dir: home, url: model.url, model: knownModel(), ...options.home });
  const server = await AppServerClient.start({ home, tmp });
  const sandbox = await usableSandbox(server, folder);
  return {
    model,
    server,
    folder,
    requests,
    turn: (text, turnOptions) => runTurn(server, text, { cwd: folder, sandbox, ...turnOptions }),
    completedItems: (turn, type, count) => completedItems(server, turn, type, count),
    close: async () => {
      await server.close();
      await model.stop();
      await rm(root, { recursive: true, force: true });
    },
  };
}

/**
 * The sandbox in which plain commands run here: none in containers that may not make namespaces. What asks before it
 * leaves the sandbox does so in either case, so tests of approvals name `workspace-write` themselves.
 */
async function usableSandbox(server: AppServerClient, cwd: string): Promise<SandboxMode> {
  const sandboxPolicy = { type: 'readOnly', networkAccess: false };
  const { exitCode } = await server.call('command/exec', { command: ['true'], cwd, sandboxPolicy });
  return exitCode === 0 ? 'workspace-write' : 'danger-full-access';
}

/** The same for tests that start no app-server of their own. */
export async function probeSandbox(): Promise<SandboxMode> {
  const root = await mkdtemp(join(tmpdir(), 'skein-probe-'));
  const [home, tmp] = [join(root, 'home'), join(root, 'tmp')];
  for (const path of [home, tmp]) await mkdir(path);
  const server = await AppServerClient.start({ home, tmp });
  try {
    return await usableSandbox(server, home);
  } finally {
    await server.close();
    await rm(root, { recursive: true, force: true });
  }
}

export async function startThread(server: AppServerClient, options: TurnOptions): Promise<string> {
  const { thread } = (await server.call('thread/start', {
    cwd: options.cwd,
    approvalPolicy: options.approvalPolicy ?? 'on-request',
    sandbox: options.sandbox ?? 'workspace-write',
  })) as { thread: { id: string } };
  return thread.id;
}

async function runTurn(server: AppServerClient, text: string, options: TurnOptions): Promise<Turn> {
  const from = server.received.length;
  const threadId = options.threadId ?? (await startThread(server, options));
  await server.call('turn/start', {
    threadId,
    input: [{ type: 'text', text, text_elements: [] }],
    ...(options.plan === true ? { collaborationMode: planMode(options.model ?? knownModel()) } : {}),
  });
  const isOurs = (message: Message): boolean => message.params?.threadId === threadId;
  const completed = await server.waitFor((each) => each.method === 'turn/completed' && isOurs(each), from);
  const turn = completed.params?.turn as { status: string; error: unknown };
  const messages = server.received.slice(from).filter(isOurs);
  return { threadId, status: turn.status, error: turn.error, messages, items: latestItems(messages) };
}

async function completedItems(server: AppServerClient, turn: Turn, type: string, count: number): Promise<Item[]> {
  const items = new Map<string, Item>();
  await server.waitFor(({ method, params }) => {
    if (method !== 'item/completed' || params?.threadId !== turn.threadId) return false;
    const item = params.item as Item;
    if (item.type === type) items.set(item.id, item);
    return items.size >= count;
  });
  return [...items.values()];
}

function planMode(model: string): object {
  return { mode: 'plan', settings: { model, reasoning_effort: 'medium', developer_instructions: null } };
}

function latestItems(messages: readonly Message[]): Item[] {
  const items = new Map<string, Item>();
  for (const { params } of messages) {
    const item = params?.item as Item | undefined;
    if (item !== undefined) items.set(item.id, item);
  }
  return [...items.values()];
}

export const run: RunCommand = (command, args, { cwd }) =>
  new Promise((resolve, reject) => {
    execFile(command, [...args], { cwd }, (error) => {
      if (error === null) resolve({ exitCode: 0 });
      else if (typeof error.code === 'number') resolve({ exitCode: error.code });
      else reject(new Error(`${command} did not run`, { cause: error }));
    });
  });

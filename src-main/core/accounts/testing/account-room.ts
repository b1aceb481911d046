import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { AccountState } from '../../../../src-shared/model/account.ts';
import type { ServerId, ThreadId } from '../../../../src-shared/model/ids.ts';
import type { ServerAccount, ServerState } from '../../../../src-shared/model/server.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { SendAnswer, ThreadEvent } from '../../../../src-shared/contract/threads.ts';
import { prepareDemoHome } from '../../demo-model/demo-home.ts';
import { startDemoModel, type DemoModel } from '../../demo-model/demo-model.ts';
import { knownModel } from '../../demo-model/testing/codex-binary.ts';
import type { CoreConfig, Log } from '../../ports.ts';
import { connectTestClient, type TestClient, type TestStream } from '../../rpc/testing/test-client.ts';
import { startTestCore } from '../../testing/running-core.ts';

/** A core on a Codex home that wants an account, with the demo model as its issuer and its account's back end. */
export interface AccountRoom {
  readonly root: string;
  readonly model: DemoModel;
  readonly client: TestClient;
  readonly serverId: ServerId;
  readonly states: TestStream<AccountState>;
  readonly call: <T = null>(method: string, input?: object) => Promise<Result<T, AppError>>;
  /** Resolves as soon as Codex tells of such an account. */
  readonly untilAccount: (kind: ServerAccount['kind']) => Promise<ServerAccount>;
  /** Sends a message to a new thread, and answers everything told of it once its turn has ended. */
  readonly runTurn: (
    text: string,
    where?: { readonly serverId?: ServerId; readonly folder?: string },
  ) => Promise<{ readonly threadId: ThreadId; readonly told: string }>;
  readonly close: () => Promise<void>;
}

export async function openAccountRoom(log?: Log, change: Partial<CoreConfig> = {}): Promise<AccountRoom> {
  const root = mkdtempSync(join(tmpdir(), 'skein-account-room-'));
  mkdirSync(join(root, 'tmp'));
  mkdirSync(join(root, 'project'));
  const model = await startDemoModel({ wordsPerSecond: Number.POSITIVE_INFINITY });
  const codexHome = join(root, 'codex');
  await prepareDemoHome({ dir: codexHome, url: model.url, model: knownModel(), needsAccount: true });
  const core = await startTestCore(root, {
    env: { ...process.env, HOME: root, TMPDIR: join(root, 'tmp'), CODEX_APP_SERVER_LOGIN_ISSUER: model.url },
    ...(log && { log }),
    ...change,
  });
  if (!core.ok) throw new Error(core.error.code);
  const client = connectTestClient(core.value, 'test');
  const serverId = `local:${codexHome}` as ServerId;
  const servers = client.stream<readonly ServerState[]>('servers.watch', {});
  return {
    root,
    model,
    client,
    serverId,
    states: client.stream<AccountState>('accounts.watch', { serverId }),
    call: (method, input = {}) => client.call(`accounts.${method}`, { serverId, ...input }),
    untilAccount: async (kind) => {
      const is = (state: ServerState) => state.id === serverId && state.account.kind === kind;
      // The first event that is the newest by now: accounts come and go.
      const found = (await servers.until((states) => states.some(is))).find(is);
      if (!found) throw new Error('not told');
      return found.account;
    },
    runTurn: async (text, { serverId: server = serverId, folder = 'project' } = {}) => {
      const path = join(root, folder);
      const added = await client.call<{ readonly projectId: string }>('projects.add', { serverId: server, path });
      if (!added.ok) throw new Error(added.error.code);
      const { projectId } = added.value;
      await client.call('projects.trust', { projectId, trusted: true });
      const choices = { model: null, effort: null, permissions: null, mode: 'default' };
      const parts = [{ kind: 'text', text }];
      const sent = await client.call<SendAnswer>('threads.start', { projectId, parts, choices });
      if (!sent.ok) throw new Error(JSON.stringify(sent.error));
      const { threadId } = sent.value;
      const watch = client.stream<ThreadEvent>('threads.watch', { serverId: server, threadId });
      await watch.until((event) => /"status":"(completed|failed)","/.test(JSON.stringify(event)));
      watch.close();
      return { threadId, told: JSON.stringify(watch.events()) };
    },
    close: async () => {
      await core.value.dispose();
      await model.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

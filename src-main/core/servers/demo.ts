import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { DemoStart } from '../../../src-shared/contract/servers.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel } from '../demo-model/demo-model.ts';
import { DEMO_PROMPTS } from '../demo-model/demo-prompts.ts';
import { prepareSampleRepo, type RunCommand } from '../demo-model/sample-repository.ts';
import type { Host } from '../hosts/host.ts';
import type { Log } from '../ports.ts';

const GIT_TIMEOUT_MS = 30_000;

export interface RunningDemo {
  readonly start: DemoStart;
  stopModel(): Promise<void>;
}

/**
 * Starts the offline demo in `folder`: the sample repository, the embedded model, a Codex home that knows only this model, and a
 * supervised app-server on it. Fails with `demo.failed`.
 */
export async function startDemo(options: {
  readonly folder: string;
  readonly host: Host;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
  /** Gives the start up: nothing of it is left running, and it answers `demo.failed`. */
  readonly signal: AbortSignal;
  /** Makes the server known and starts it, also one that an earlier try left stopped. */
  readonly supervise: (codexHome: string) => Promise<CodexServer>;
}): Promise<Result<RunningDemo, AppError>> {
  const { folder, host, env, log, signal, supervise } = options;
  const projectPath = join(folder, 'corner-shop');
  const codexHome = join(folder, 'codex-home');
  try {
    await prepareProject(projectPath, signal, async (program, args, { cwd }) => {
      const { exit } = await host.run({ program, args, cwd, env, timeoutMs: GIT_TIMEOUT_MS, signal });
      if (exit.kind === 'failed') throw new Error(exit.message);
      return { exitCode: exit.code ?? 1 };
    });
    const model = await startDemoModel({ onError: (error) => log.error('demo model', { error: String(error) }) });
    try {
      await prepareDemoHome({ dir: codexHome, url: model.url });
      signal.throwIfAborted();
      const server = await supervise(codexHome);
      const settled = await whenSettled(server, signal);
      if (settled.phase.kind === 'ready') {
        const start = { serverId: server.id, projectPath, prompts: DEMO_PROMPTS };
        return ok({ start, stopModel: model.stop });
      }
      await Promise.all([server.stop(), model.stop()]);
      return err({ code: 'demo.failed', reason: reasonOf(settled) });
    } catch (error) {
      await model.stop();
      throw error;
    }
  } catch (error) {
    return err({ code: 'demo.failed', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The project is made beside its place first: a start that was cut off must not leave one without its files or its history. */
async function prepareProject(place: string, signal: AbortSignal, run: RunCommand): Promise<void> {
  if (existsSync(place)) {
    await prepareSampleRepo(place, run);
    return;
  }
  const making = `${place}.new`;
  await rm(making, { recursive: true, force: true });
  await prepareSampleRepo(making, run);
  signal.throwIfAborted();
  await rename(making, place);
}

/** Waits until a server is ready, Skein gave it up, or nobody wants it any more. */
function whenSettled(server: CodexServer, signal: AbortSignal): Promise<ServerState> {
  return new Promise((resolve) => {
    const settle = () => {
      remove();
      signal.removeEventListener('abort', settle);
      resolve(server.state());
    };
    const look = ({ phase }: ServerState) => {
      if (phase.kind === 'ready' || phase.kind === 'stopped' || signal.aborted) settle();
    };
    const remove = server.onState(look);
    signal.addEventListener('abort', settle);
    look(server.state());
  });
}

function reasonOf({ phase }: ServerState): string {
  if (phase.kind !== 'stopped' || !phase.failure) return phase.kind;
  const { kind, detail, stderr } = phase.failure;
  return [kind, detail, ...stderr.slice(-3)].filter(Boolean).join('\n');
}

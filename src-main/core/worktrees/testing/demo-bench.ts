import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Project } from '../../../../src-shared/model/project.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { Preparation, ThreadPlace, Worktree } from '../../../../src-shared/model/worktree.ts';
import type { Result } from '../../../../src-shared/result.ts';
import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import type { DemoStart } from '../../../../src-shared/contract/servers.ts';
import type { Core } from '../../core.ts';
import { connectTestClient } from '../../rpc/testing/test-client.ts';
import { startTestCore } from '../../testing/running-core.ts';

export const NO_CHOICES = { model: null, effort: null, permissions: null, mode: 'default' } as const;
export type NewWorktreePlace = Extract<ThreadPlace, { kind: 'newWorktree' }>;

/** Runs Git in a folder as a person would. */
export const gitIn = (folder: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: 'a',
      GIT_AUTHOR_EMAIL: 'a@b.c',
      GIT_COMMITTER_NAME: 'a',
      GIT_COMMITTER_EMAIL: 'a@b.c',
    },
  });

/** A whole core on the offline demo, with the real app-server, and its project: a repository. */
export function startDemoBench() {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-worktree-')));
  mkdirSync(join(root, 'tmp'));
  const cores: Core[] = [];
  const open = async () => {
    const core = await startTestCore(root);
    if (!core.ok) throw new Error(core.error.code);
    cores.push(core.value);
    const client = connectTestClient(core.value, `window-${cores.length}`);
    const demo = await must(client.call<DemoStart>('servers.startDemo', {}));
    const projects = await client.stream<readonly Project[]>('projects.watch', {}).until((list) => list.length > 0);
    const project = projects.find(({ path }) => path === demo.projectPath);
    if (!project) throw new Error('no project');
    return {
      core: core.value,
      client,
      serverId: demo.serverId,
      folder: demo.projectPath,
      projectId: project.id,
    };
  };
  return {
    root,
    open,
    close: async () => {
      for (const core of cores) await core.dispose();
      rmSync(root, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
export type DemoBench = ReturnType<typeof startDemoBench>;
export type OpenBench = Awaited<ReturnType<DemoBench['open']>>;

export async function must<T>(calling: Promise<Result<T, AppError>>): Promise<T> {
  const result = await calling;
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Starts a thread in a new worktree and waits until it is there, or stuck. */
export async function startInWorktree(bench: OpenBench, text: string, place: Partial<NewWorktreePlace> = {}) {
  const { client, serverId, projectId } = bench;
  const all: NewWorktreePlace = { kind: 'newWorktree', base: 'HEAD', carryChanges: false, environment: null, ...place };
  const parts = [{ kind: 'text', text }];
  const input = { projectId, parts, choices: NO_CHOICES, place: all };
  const { preparationId } = await must(client.call<{ preparationId: string }>('worktrees.startThread', input));
  return settledPreparation(bench, preparationId, serverId);
}

async function settledPreparation({ client }: OpenBench, id: string, serverId: ServerId): Promise<Preparation> {
  const stream = client.stream<readonly Preparation[]>('worktrees.watchPreparations', { serverId });
  const find = (list: readonly Preparation[]) => list.find((one) => one.id === id && one.state.kind !== 'running');
  const found = find(await stream.until((list) => find(list) !== undefined));
  stream.close();
  if (!found) throw new Error('gone');
  return found;
}

export async function worktreesUntil(
  { client, serverId }: OpenBench,
  wanted: (list: readonly Worktree[]) => boolean,
): Promise<readonly Worktree[]> {
  const stream = client.stream<readonly Worktree[]>('worktrees.watch', { serverId });
  const list = await stream.until(wanted);
  stream.close();
  return list;
}

export function put(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}
export const textOf = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8');

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { DemoStart } from '../../../src-shared/contract/servers.ts';
import type { DirectoryEvent, SendAnswer, ThreadEvent } from '../../../src-shared/contract/threads.ts';
import type { GitStash, GitState } from '../../../src-shared/model/git.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import type { SnapshotList } from '../../../src-shared/contract/worktrees.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Core } from '../core.ts';
import { prepareDemoHome } from '../demo-model/demo-home.ts';
import { startDemoModel } from '../demo-model/demo-model.ts';
import { connectTestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';

let root: string;
let core: Core;
const GIT_ENV = {
  ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com' },
  ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com' },
};
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-slice-')));
  mkdirSync(join(root, 'tmp'));
  writeFileSync(join(root, '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
  const started = await startTestCore(root);
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
});
afterEach(async () => {
  await core.dispose();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

function must<T>(result: Result<T, AppError>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

it('goes from changed files to a commit in the words of an agent nobody sees, and a dropped stash to Recover', async () => {
  const client = connectTestClient(core, 'window');
  const { serverId, projectPath: folder } = must(await client.call<DemoStart>('servers.startDemo', {}));
  await client
    .stream<readonly ServerState[]>('servers.watch', {})
    .until((states) => states.some(({ id, phase }) => id === serverId && phase.kind === 'ready'));
  const here = { serverId, folder };
  const states = client.stream<GitState>('git.watch', here);
  const clean = await states.until((state) => state.kind === 'repository');
  expect(clean).toMatchObject({ head: { kind: 'branch', name: 'main' }, counts: { staged: 0, unstaged: 0 } });
  const directory = client.stream<DirectoryEvent>('threads.watchDirectory', { serverId });

  writeFileSync(join(folder, 'new.txt'), 'new\n');
  await states.until((state) => state.kind === 'repository' && state.counts.untracked === 1);
  const message = must(await client.call<string>('git.draftMessage', { ...here, thread: null }));
  expect(message.trim()).not.toBe('');
  const request = { ...here, message, amend: false, all: true, runHooks: true };
  const { commit } = must(await client.call<{ commit: string }>('git.commit', request));
  const shell = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: { ...process.env, ...GIT_ENV } })
      .toString()
      .trim();
  expect(shell('log', '-1', '--format=%H %an')).toBe(`${commit} Ada`);
  expect(directory.events().flatMap((event) => (event.type === 'snapshot' ? event.threads : event.changed))).toEqual(
    [],
  );

  writeFileSync(join(folder, 'new.txt'), 'changed\n');
  must(await client.call('git.stash', { ...here, message: 'Half done', untracked: true }));
  const [stash] = must(await client.call<readonly GitStash[]>('git.stashes', here));
  must(await client.call('git.dropStash', { ...here, commit: stash?.commit }));
  expect(must(await client.call<SnapshotList>('recover.list', { serverId })).snapshots).toMatchObject([
    { title: 'Stash: On main: Half done', path: folder, files: 1 },
  ]);
});

it('drafts in the words of the model that the thread runs with', async () => {
  const models: string[] = [];
  const model = await startDemoModel({
    wordsPerSecond: Number.POSITIVE_INFINITY,
    onRequest: ({ model: name }) => void models.push(name),
  });
  try {
    await core.dispose();
    await prepareDemoHome({ dir: join(root, 'codex'), url: model.url });
    core = must(await startTestCore(root));
    const client = connectTestClient(core, 'window');
    const folder = join(root, 'work');
    mkdirSync(folder);
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(join(folder, 'new.txt'), 'new\n');
    const serverId = `local:${join(root, 'codex')}`;
    const project = must(await client.call<{ projectId: string }>('projects.add', { serverId, path: folder }));
    must(await client.call('projects.trust', { ...project, trusted: true }));
    const choices = { model: 'gpt-5.1-codex', effort: null, permissions: null, mode: 'default' };
    const parts = [{ kind: 'text', text: 'say: hello' }];
    const { threadId } = must(await client.call<SendAnswer>('threads.start', { ...project, parts, choices }));
    const thread = { serverId, threadId };
    // Until its own turn has asked the model, and is over.
    await client.stream<ThreadEvent>('threads.watch', thread).until((event) => {
      const turns = event.type === 'snapshot' ? Object.values(event.snapshot.turns) : [];
      const patches = event.type === 'patches' ? event.batch.patches : [];
      return (
        turns.some((turn) => turn.status === 'completed') ||
        patches.some((patch) => patch.type === 'turnChanged' && patch.change.status === 'completed') ||
        patches.some((patch) => patch.type === 'turnReplaced' && patch.turn.status === 'completed')
      );
    });
    expect(models).toEqual(['gpt-5.1-codex']);
    must(await client.call('git.draftMessage', { serverId, folder, thread: null }));
    const before = models.length;
    must(await client.call('git.draftMessage', { serverId, folder, thread }));
    expect(models.slice(before)).toEqual(['gpt-5.1-codex']);
    expect(models[before - 1]).not.toBe('gpt-5.1-codex');
  } finally {
    await model.stop();
  }
});

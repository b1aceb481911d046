import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { createRepositoryLocks } from '../git/repository-locks.ts';
import { localHost } from '../hosts/local-host.ts';
import { systemClock } from '../ports.ts';
import { createSnapshotService } from './snapshot-service.ts';
import { snapshotStash } from './stash-snapshot.ts';

const SERVER = 'local' as ServerId;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const env = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null' };
const git = createGitRunner({ env, host: localHost });
const shell = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root, env, stdio: 'pipe' })
    .toString()
    .trimEnd();
const write = (path: string, text: string) => writeFileSync(join(root, path), text);
let root: string;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-stash-')));
  shell('init', '-q', '-b', 'main');
  write('file', 'one\n');
  shell('add', '.');
  shell('commit', '-qm', 'First');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('is listed after the stash was dropped, and comes back with what was staged and what was untracked', async () => {
  write('file', 'staged\n');
  shell('add', '.');
  write('file', 'later\n');
  mkdirSync(join(root, 'deep'));
  write('deep/ü "new"', 'new\n');
  shell('stash', 'push', '--quiet', '--include-untracked', '-m', 'Half done');
  const commit = shell('rev-parse', 'stash@{0}');
  const tree = { root, gitDir: join(root, '.git'), repository: join(root, '.git') };
  expect(await snapshotStash(git, tree, { commit, message: 'On main: Half done' }, 1_800_000_000_000)).toEqual(
    ok(null),
  );
  shell('stash', 'drop', '--quiet');
  shell('reflog', 'expire', '--all', '--expire=now');
  shell('gc', '--quiet', '--prune=now');
  const service = createSnapshotService({
    git,
    locks: createRepositoryLocks(),
    projects: { list: () => [{ id: 'p' as ProjectId, serverId: SERVER, path: root }] },
    places: { add: () => Promise.reject(new Error('not asked for')) },
    clock: systemClock,
    log: quiet,
  });
  const listed = await service.listAll(SERVER);
  expect(listed).toMatchObject({
    snapshots: [{ title: 'Stash: On main: Half done', reason: 'discarded', branch: 'main', files: 2, path: root }],
  });
  const restored = await service.restore(SERVER, listed.snapshots[0]?.id ?? '', 'place');
  expect(restored).toMatchObject({ ok: true });
  expect([readFileSync(join(root, 'file'), 'utf8'), readFileSync(join(root, 'deep/ü "new"'), 'utf8')]).toEqual([
    'later\n',
    'new\n',
  ]);
  expect(shell('show', ':file')).toBe('staged');
});

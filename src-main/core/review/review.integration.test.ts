import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AppInfo } from '../../../src-shared/contract/app.ts';
import type {
  ChangedFile,
  FileDiff,
  ReviewComment,
  ReviewScope,
  ReviewState,
} from '../../../src-shared/model/review.ts';
import type { SnapshotList } from '../../../src-shared/contract/worktrees.ts';
import type { Core } from '../core.ts';
import { connectTestClient, type TestClient } from '../rpc/testing/test-client.ts';
import { startTestCore } from '../testing/running-core.ts';
import { createPlayground, must, type Playground, type Repository } from './testing/review-rig.ts';

let root: string;
let core: Core;
let client: TestClient;
let playground: Playground;
let repository: Repository;
let place: { readonly serverId: string; readonly folder: string };
beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-review-core-')));
  for (const name of ['tmp', 'codex']) mkdirSync(join(root, name));
  playground = createPlayground();
  repository = playground.repository('r');
  repository.init();
  const started = await startTestCore(root);
  if (!started.ok) throw new Error(started.error.code);
  core = started.value;
  client = connectTestClient(core, 'window');
  const { firstServerId } = await must(client.call<AppInfo>('app.info', {}));
  place = { serverId: firstServerId, folder: repository.folder };
  await must(client.call('projects.add', { serverId: firstServerId, path: repository.folder }));
});
afterEach(async () => {
  await core.dispose();
  playground.remove();
  rmSync(root, { recursive: true, force: true, maxRetries: 5 });
});

const brief = ({ section, path, additions, deletions }: ChangedFile) =>
  `${section} ${path} +${additions} -${deletions}`;
const onDisk = (path: string) => readFileSync(join(repository.folder, path), 'utf8');
const uncommitted: ReviewScope = { kind: 'uncommitted' };

it('the list follows the folder, and what is reverted comes back from its snapshot', async () => {
  repository.write('a.txt', 'a\nb\nc\n');
  repository.commit('one');
  const stream = client.stream<ReviewState>('review.watch', { ...place, scope: uncommitted });
  const until = (...files: readonly string[]) =>
    stream.until(
      (state) => state.phase === 'ready' && JSON.stringify(state.files.map(brief)) === JSON.stringify(files),
    );
  await until();
  repository.write('a.txt', 'a\nB\nc\nd\n');
  repository.write('new.txt', 'new\n');
  const { files } = await until('unstaged a.txt +2 -1', 'untracked new.txt +1 -0');
  const file = { section: 'unstaged', path: 'a.txt' };
  const asked = { whitespace: 'show', whole: false, context: 3 };
  const [diff] = await must(
    client.call<FileDiff[]>('review.diffs', { ...place, scope: uncommitted, files: [file], ...asked }),
  );
  expect(diff?.fingerprint).toBe(files[0]?.fingerprint);
  expect(diff?.patch.slice(diff.patch.indexOf('@@'))).toBe('@@ -1,3 +1,4 @@\n a\n-b\n+B\n c\n+d\n');

  const lines = { kind: 'lines', file, fingerprint: diff?.fingerprint, whitespace: 'show', context: 3, lines: [2, 3] };
  await must(client.call('review.stage', { ...place, target: lines }));
  await until('staged a.txt +1 -1', 'unstaged a.txt +1 -0', 'untracked new.txt +1 -0');
  const { snapshotId } = await must(
    client.call<{ snapshotId: string }>('review.revert', { ...place, target: { kind: 'all' } }),
  );
  await until('staged a.txt +1 -1');
  expect(onDisk('a.txt')).toBe('a\nB\nc\n');

  const { serverId } = place;
  const { snapshots } = await must(client.call<SnapshotList>('recover.list', { serverId }));
  expect(snapshots).toMatchObject([
    { id: snapshotId, reason: 'reverted', title: 'a.txt, new.txt', path: repository.folder },
  ]);
  const kept = client.stream<ReviewState>('review.watch', { ...place, scope: { kind: 'snapshot', snapshotId } });
  const held = await kept.until(({ phase }) => phase === 'ready');
  expect(held.files.map(brief)).toEqual(['changed a.txt +2 -1', 'changed new.txt +1 -0']);
  // The agent goes on in the same file: what was reverted comes back beside that, and goes again.
  repository.write('a.txt', 'a\nX\nc\n');
  const bringBack = (id: string | null) =>
    must(client.call<{ redo: string | null }>('recover.restore', { serverId, id, to: 'place' }));
  const { redo } = await bringBack(snapshotId);
  expect([onDisk('a.txt'), onDisk('new.txt')]).toEqual(['a\nX\nc\nd\n', 'new\n']);
  const back = await bringBack(redo);
  expect([onDisk('a.txt'), existsSync(join(repository.folder, 'new.txt'))]).toEqual(['a\nX\nc\n', false]);
  const again = await bringBack(back.redo);
  expect([onDisk('a.txt'), onDisk('new.txt')]).toEqual(['a\nX\nc\nd\n', 'new\n']);
  await until('staged a.txt +1 -1', 'unstaged a.txt +2 -1', 'untracked new.txt +1 -0');
  // What contradicts it is refused, and leaves nothing behind on the page of what can be recovered.
  repository.write('a.txt', 'a\nX\nc\nD\n');
  const keptNow = () => must(client.call<{ snapshots: readonly object[] }>('recover.list', { serverId }));
  const before = await keptNow();
  const refused = await client.call('recover.restore', { serverId, id: again.redo, to: 'place' });
  expect(refused).toEqual({ ok: false, error: { code: 'snapshot.conflict', files: ['a.txt'] } });
  expect([onDisk('a.txt'), (await keptNow()).snapshots.length]).toEqual(['a\nX\nc\nD\n', before.snapshots.length]);
});

it('comments wait for their thread, and an unknown thread takes none', async () => {
  const thread = { serverId: place.serverId, threadId: '01a20724-0f9d-7803-8273-4ea7663aff41' };
  const comments = client.stream<ReviewComment[]>('review.watchComments', thread);
  const lines = { path: 'a.txt', side: 'new', line: 1, endLine: 1, excerpt: 'a', text: 'Why?' };
  await must(client.call('review.saveComment', { ...thread, id: null, ...lines }));
  await comments.until((list) => list.length === 1);
  expect(await client.call('review.sendComments', { ...thread, words: '' })).toMatchObject({ ok: false });
  expect(comments.events().at(-1)).toHaveLength(1);
});

it('a folder that becomes a repository shows what is in it', async () => {
  const plain = playground.repository('plain');
  plain.write('a.txt', 'a\n');
  const stream = client.stream<ReviewState>('review.watch', { ...place, folder: plain.folder, scope: uncommitted });
  await stream.until(({ empty }) => empty === 'no-git');
  plain.init();
  await stream.until(({ files }) => files.length === 1);
});

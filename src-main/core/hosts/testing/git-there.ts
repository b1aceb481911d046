import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { SnapshotList } from '../../../../src-shared/contract/worktrees.ts';
import type { TurnCheckpoint } from '../../../../src-shared/model/checkpoint.ts';
import type { GitState } from '../../../../src-shared/model/git.ts';
import type { ServerId, ThreadId } from '../../../../src-shared/model/ids.ts';
import type { ReviewState } from '../../../../src-shared/model/review.ts';
import type { TestClient } from '../../rpc/testing/test-client.ts';

/** A repository with one commit, an identity and a remote beside it. */
export function makeRepository(folder: string): void {
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });
  execFileSync('git', ['init', '-q', '-b', 'trunk', folder]);
  execFileSync('git', ['init', '-q', '--bare', `${folder}.git`]);
  git('config', 'user.name', 'Mira');
  git('config', 'user.email', 'mira@example.com');
  git('remote', 'add', 'origin', `${folder}.git`);
  writeFileSync(join(folder, 'till.txt'), 'one\ntwo\nthree\n');
  git('add', '.');
  git('commit', '-qm', 'first');
}

/**
 * Walks Git, review, undo and snapshots in a folder of another machine. The last turn of the thread has made `made` there.
 */
export async function workOnGitThere(
  client: TestClient,
  { serverId, folder, threadId, made }: { serverId: ServerId; folder: string; threadId: ThreadId; made: string },
): Promise<void> {
  const place = { serverId, folder };
  const call = async <T>(path: string, input: object): Promise<T> => {
    const answer = await client.call<T>(path, { ...place, ...input });
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  const git = (...args: readonly string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  const text = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null);
  writeFileSync(join(folder, 'till.txt'), 'ONE\ntwo\nthree\nfour\n');
  const review = client.stream<ReviewState>('review.watch', { ...place, scope: { kind: 'uncommitted' } });
  const state = client.stream<GitState>('git.watch', place);
  const shows = (...paths: readonly string[]) =>
    review.until(
      ({ phase, files }) =>
        phase === 'ready' &&
        JSON.stringify(files.map(({ section, path }) => `${section} ${path}`)) === JSON.stringify(paths),
    );

  // What the turn did: seen, undone (into a snapshot first) and done again.
  const seen = await shows('unstaged till.txt', `untracked ${made}`);
  const turns = client.stream<readonly TurnCheckpoint[]>('checkpoints.watch', { serverId, threadId });
  const kept = (await turns.until((all) => all.at(-1)?.state === 'ready')).at(-1);
  turns.close();
  const turn = { threadId, turnId: kept?.turnId, paths: [made], rewindHistory: false };
  const content = text(made);
  await call('checkpoints.apply', { ...turn, direction: 'undo' });
  expect(text(made)).toBeNull();
  await call('checkpoints.apply', { ...turn, direction: 'redo' });
  expect(text(made)).toBe(content);

  // A hunk is staged, everything committed, a branch pushed.
  const file = { section: 'unstaged', path: 'till.txt' };
  const wish = { whitespace: 'show', context: 0 };
  const [diff] = await call<readonly { patch: string }[]>('review.diffs', {
    ...{ scope: { kind: 'uncommitted' }, files: [file], whole: false, ...wish },
  });
  expect(diff?.patch).toContain('+ONE');
  const { fingerprint } = seen.files.find(({ path }) => path === 'till.txt') ?? {};
  await call('review.stage', { target: { kind: 'lines', file, fingerprint, ...wish, lines: [0, 1, 2] } });
  expect(git('diff', '--cached', '--numstat')).toBe('1\t1\ttill.txt');
  await call('git.commit', { message: 'from afar', amend: false, all: true, runHooks: true });
  await shows();
  await call('git.createBranch', { branch: 'afar', from: null, checkout: true });
  await call('git.push', { force: false });
  const isPushed = (now: GitState) =>
    now.kind === 'repository' && now.head.kind === 'branch' && now.head.name === 'afar' && now.upstream?.ahead === 0;
  expect(await state.until(isPushed)).toMatchObject({ counts: { staged: 0, unstaged: 0, untracked: 0 } });
  expect(git('--git-dir', `${folder}.git`, 'log', '-1', '--format=%s', 'afar')).toBe('from afar');

  // What is taken away can be brought back.
  writeFileSync(join(folder, 'till.txt'), 'mine\n');
  await call('review.revert', { target: { kind: 'all' } });
  expect(text('till.txt')).toBe('ONE\ntwo\nthree\nfour\n');
  const { snapshots } = await call<SnapshotList>('recover.list', {});
  expect(snapshots.map(({ reason, path }) => [reason, path])).toContainEqual(['reverted', folder]);
  await call('recover.restore', { id: snapshots[0]?.id, to: 'place' });
  expect(text('till.txt')).toBe('mine\n');
  review.close();
  state.close();
}

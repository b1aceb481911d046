import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openGitRoom, type GitRoom } from './testing/git-room.ts';

let room: GitRoom;
beforeEach(() => {
  room = openGitRoom();
});
afterEach(() => room.close());

const refused = { ok: false, error: { code: 'git.would-overwrite', files: ['.env'] } };

function commitFile(path: string, name: string, text: string): void {
  room.write(join(path, name), text);
  room.shell(path, 'add', '--force', name);
  room.shell(path, 'commit', '--quiet', '-m', `Change ${name}`);
}
/** An ignored file that no commit of what is checked out has. */
function ignore(work: string): () => string {
  const file = join(work, '.env');
  room.write(join(work, '.git/info/exclude'), '.env\n');
  room.write(file, 'only here\n');
  return () => readFileSync(file, 'utf8');
}

it('stay where another branch has a file of their name', async () => {
  const work = room.repository();
  room.shell(work, 'switch', '--quiet', '-c', 'topic');
  commitFile(work, '.env', 'committed\n');
  room.shell(work, 'tag', 'v1');
  room.shell(work, 'switch', '--quiet', 'main');
  const now = ignore(work);
  expect(await room.service.switchBranch(work, 'topic')).toEqual(refused);
  expect(await room.service.switchBranch(work, 'v1')).toEqual(refused);
  expect(await room.service.createBranch(work, { branch: 'mine', from: 'topic', checkout: true })).toEqual(refused);
  expect([now(), room.shell(work, 'branch', '--show-current')]).toEqual(['only here\n', 'main']);
});

it.each([
  ['merge', false, false],
  ['merge', false, true],
  ['rebase', true, false],
  ['rebase', true, true],
])('stay where a pull brings a file of their name: %s, rebase %s, own commits %s', async (_kind, rebase, own) => {
  const work = room.repository();
  const bare = room.remote(work);
  room.shell(work, 'push', '--quiet', '-u', 'origin', 'main');
  const other = room.clone(bare, 'other');
  commitFile(other, '.env', 'committed\n');
  room.shell(other, 'push', '--quiet');
  if (own) commitFile(work, 'mine', 'mine\n');
  const now = ignore(work);
  const before = room.shell(work, 'rev-parse', 'HEAD');
  expect(await room.service.pull(work, rebase)).toEqual(refused);
  expect([now(), room.shell(work, 'rev-parse', 'HEAD')]).toEqual(['only here\n', before]);
});

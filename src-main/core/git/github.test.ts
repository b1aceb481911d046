import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { openGitRoom, type GitRoom } from './testing/git-room.ts';

let room: GitRoom;
beforeEach(() => {
  room = openGitRoom();
});
afterEach(() => room.close());

/** Whose address is on a host, and whose pushes go to a folder on this machine all the same. */
function onGitHub() {
  const work = room.repository();
  const bare = room.remote(work);
  room.shell(work, 'push', '--quiet', '-u', 'origin', 'main');
  room.shell(work, 'remote', 'set-url', 'origin', 'https://github.com/ada/shop.git');
  room.shell(work, 'config', '--global', `url.${bare}.insteadOf`, 'https://github.com/ada/shop.git');
  room.shell(work, 'switch', '--quiet', '-c', 'ada/add-things');
  room.write(join(work, 'new'), 'x');
  room.shell(work, 'add', '.');
  room.shell(work, 'commit', '--quiet', '-m', 'Add new\n\nBecause.');
  return { work, bare };
}
const VIEW = JSON.stringify({
  ...{ number: 7, title: 'Add new', url: 'https://github.com/ada/shop/pull/7', state: 'OPEN', isDraft: true },
  ...{ baseRefName: 'main', statusCheckRollup: [{ status: 'COMPLETED', conclusion: 'SUCCESS' }] },
});
/** Stands in for gh: signed in, with a pull request as soon as one was made. */
const standIn = (folder: string) => `
case "$1 $2" in
  "auth token") [ "$4" = github.com ] && echo secret ;;
  "pr view") [ -e "${folder}/made" ] && echo '${VIEW}' || { echo 'no pull requests found' >&2; exit 1; } ;;
  "pr create") for word in "$@"; do printf '%s\\n' "$word"; done > "${folder}/made"; cat > "${folder}/body"; echo "Creating pull request"; echo https://github.com/ada/shop/pull/7 ;;
esac`;

it('makes a pull request of what it drafts, pushes first, and shows it', async () => {
  room.program('gh', standIn(room.root));
  const { work, bare } = onGitHub();
  const state = room.watch(work);
  await state.until((now) => now.canOpenPullRequests && now.pullRequest === null);
  const draft = await room.service.draftPullRequest(work);
  expect(draft).toEqual({ ok: true, value: { title: 'Add new', body: 'Because.', base: 'main' } });
  const request = { title: 'Add "new" $x', body: 'Line\n`two`', base: 'main', draft: true };
  expect(await room.service.createPullRequest(work, request)).toEqual({
    ok: true,
    value: { url: 'https://github.com/ada/shop/pull/7' },
  });
  expect(room.shell(bare, 'rev-parse', 'ada/add-things')).toBe(room.shell(work, 'rev-parse', 'HEAD'));
  const words = readFileSync(join(room.root, 'made'), 'utf8').split('\n');
  const flags = [
    '--title',
    'Add "new" $x',
    '--body-file',
    '-',
    '--base',
    'main',
    '--head',
    'ada/add-things',
    '--draft',
  ];
  expect(words).toEqual(['pr', 'create', ...flags, '']);
  expect(readFileSync(join(room.root, 'body'), 'utf8')).toBe('Line\n`two`');
  const shown = await state.until((now) => now.pullRequest !== null);
  expect(shown.pullRequest).toMatchObject({ number: 7, state: 'draft', checks: 'passed' });
  await room.service.switchBranch(work, 'main');
  await state.until((now) => now.head.kind === 'branch' && now.head.name === 'main' && now.pullRequest === null);
});

it('does not believe an answer of before the pull request was made', async () => {
  // The first look takes until the pull request is there, and then says what was true when it began.
  const wait = (name: string) => `while [ ! -e "${room.root}/${name}" ]; do sleep 0.02; done`;
  room.program(
    'gh',
    `if [ "$1 $2" = "pr view" ] && [ ! -e "${room.root}/asked" ]; then
  touch "${room.root}/asked"; ${wait('told')}; echo 'no pull requests found' >&2; exit 1
fi
[ "$1 $2" = "pr create" ] && { ${wait('asked')}; }
${standIn(room.root)}`,
  );
  const { work } = onGitHub();
  const state = room.watch(work);
  await state.until((now) => now.canOpenPullRequests);
  const request = { title: 'x', body: '', base: 'main', draft: true };
  expect(await room.service.createPullRequest(work, request)).toMatchObject({ ok: true });
  room.write(join(room.root, 'told'), '');
  expect((await state.until((now) => now.pullRequest !== null)).pullRequest).toMatchObject({ number: 7 });
});

it('says what is missing: gh, a sign-in, or what GitHub said', async () => {
  const { work } = onGitHub();
  room.program('gh', 'echo "To get started with GitHub CLI, please run:  gh auth login" >&2; exit 4');
  const request = { title: 'x', body: '', base: 'main', draft: false };
  expect(await room.service.createPullRequest(work, request)).toEqual({
    ok: false,
    error: { code: 'gh.not-signed-in' },
  });
  room.program('gh', 'echo "pull request create failed: GraphQL: No commits" >&2; exit 1');
  expect(await room.service.createPullRequest(work, request)).toEqual({
    ok: false,
    error: { code: 'gh.failed', stderr: 'pull request create failed: GraphQL: No commits' },
  });
  const state = room.watch(work);
  expect(await state.until(() => true)).toMatchObject({ canOpenPullRequests: false, pullRequest: null });
});

it('has the agent write a message for what is staged, else for everything', async () => {
  const work = room.repository();
  const by = { serverId: 'local' as ServerId, thread: null };
  expect(await room.service.draftMessage(work, by)).toEqual({ ok: false, error: { code: 'git.nothing-staged' } });
  room.write(join(work, 'file.txt'), 'one\nchanged\nthree\n');
  room.write(join(work, 'staged'), 'in the index\n');
  expect(await room.service.draftMessage(work, by)).toEqual({ ok: true, value: 'Draft' });
  room.shell(work, 'add', 'staged');
  room.answerWith(() => Promise.resolve(ok('```\nAdd staged\n```')));
  expect(await room.service.draftMessage(work, by)).toEqual({ ok: true, value: 'Add staged' });
  const [all, staged] = room.questions.map(({ text }) => text);
  expect(all).toContain('+changed');
  expect(all).toContain('Changed files:\nfile.txt\nstaged');
  expect(staged).toContain('+in the index');
  expect(staged).not.toContain('+changed');
  room.answerWith(
    ({ signal }) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve(err({ code: 'rpc.disconnected' })));
        void room.service.cancelJob(work);
      }),
  );
  expect(await room.service.draftMessage(work, by)).toMatchObject({ error: { code: 'git.cancelled' } });
});

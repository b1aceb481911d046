import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { quietRemotes } from './sync.ts';
import { openGitRoom, type GitRoom } from './testing/git-room.ts';

let room: GitRoom;
beforeEach(() => {
  room = openGitRoom();
});
afterEach(() => room.close());

function commitFile(path: string, name: string, text: string): void {
  room.write(join(path, name), text);
  room.shell(path, 'add', '.');
  room.shell(path, 'commit', '--quiet', '-m', `Change ${name}`);
}
/** A repository with a remote, and somebody else's clone of it. */
function shared() {
  const work = room.repository();
  const bare = room.remote(work);
  room.shell(work, 'push', '--quiet', '-u', 'origin', 'main');
  return { work, bare, other: room.clone(bare, 'other') };
}
const tip = (path: string, revision: string) => room.shell(path, 'rev-parse', revision);

describe('a push', () => {
  it('sets the upstream the first time, and then goes where the branch comes from', async () => {
    const work = room.repository();
    expect(await room.service.push(work, false)).toEqual({ ok: false, error: { code: 'git.no-remote' } });
    const bare = room.remote(work);
    expect(await room.service.push(work, false)).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'status', '-sb')).toBe('## main...origin/main');
    room.shell(work, 'switch', '--quiet', '-c', 'mine', '--track', 'origin/main');
    commitFile(work, 'new', 'x');
    expect(await room.service.push(work, false)).toEqual({ ok: true, value: null });
    expect(tip(bare, 'main')).toBe(tip(work, 'mine'));
    room.shell(work, 'switch', '--quiet', '--detach');
    expect(await room.service.push(work, false)).toEqual({ ok: false, error: { code: 'git.detached' } });
  });

  it('goes to the remote that is configured for pushes, and needs a commit', async () => {
    const work = room.repository('work', false);
    room.remote(work);
    expect(await room.service.push(work, false)).toMatchObject({ error: { code: 'git.unknown-revision' } });
    commitFile(work, 'a', 'x');
    const fork = join(room.root, 'fork.git');
    room.shell(work, 'init', '--quiet', '--bare', fork);
    room.shell(work, 'remote', 'add', 'fork', fork);
    room.shell(work, 'config', 'remote.pushDefault', 'fork');
    expect(await room.service.push(work, false)).toMatchObject({ ok: true });
    expect(tip(fork, 'main')).toBe(tip(work, 'HEAD'));
  });

  it('is rejected when the remote has moved, and forced only over what was seen', async () => {
    const { work, bare, other } = shared();
    commitFile(other, 'theirs', 'x');
    room.shell(other, 'push', '--quiet');
    commitFile(work, 'mine', 'x');
    const rejected = await room.service.push(work, false);
    expect(rejected).toMatchObject({ error: { code: 'git.rejected', branch: 'main', reason: 'behind' } });
    expect(await room.service.push(work, true)).toMatchObject({ error: { code: 'git.rejected', reason: 'stale' } });
    await room.service.fetch(work);
    expect(await room.service.push(work, true)).toMatchObject({ ok: true });
    expect(tip(bare, 'main')).toBe(tip(work, 'HEAD'));
  });

  it('tells a branch that is protected there, and a hook that refused here', async () => {
    const { work, bare } = shared();
    room.hook(bare, 'hooks/pre-receive', 'echo "GH006: Protected branch update failed for refs/heads/main."; exit 1');
    commitFile(work, 'mine', 'x');
    expect(await room.service.push(work, false)).toMatchObject({
      error: {
        code: 'git.rejected',
        reason: 'protected',
        stderr: expect.stringContaining('GH006: Protected branch') as string,
      },
    });
    room.hook(work, 'pre-push', 'echo "tests fail" >&2; exit 1');
    expect(await room.service.push(work, false)).toMatchObject({
      error: { code: 'git.hook-failed', hook: 'pre-push', output: expect.stringContaining('tests fail') as string },
    });
  });
});

describe('a pull', () => {
  it('goes forward, merges, or puts the own commits on top', async () => {
    const { work, other } = shared();
    commitFile(other, 'a', 'x');
    room.shell(other, 'push', '--quiet');
    expect(await room.service.pull(work, false)).toEqual({ ok: true, value: null });
    expect(tip(work, 'HEAD')).toBe(tip(other, 'HEAD'));
    commitFile(other, 'b', 'x');
    room.shell(other, 'push', '--quiet');
    commitFile(work, 'mine', 'x');
    expect(await room.service.pull(work, true)).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'log', '--format=%s', '-2')).toBe('Change mine\nChange b');
    commitFile(other, 'c', 'x');
    room.shell(other, 'push', '--quiet');
    expect(await room.service.pull(work, false)).toEqual({ ok: true, value: null });
    expect(room.shell(work, 'rev-list', '--count', '--merges', 'HEAD')).toBe('1');
  });

  it.each([true, false])('that conflicts waits to be finished or given up (rebase: %s)', async (rebase) => {
    const { work, other } = shared();
    commitFile(other, 'file.txt', 'theirs\n');
    room.shell(other, 'push', '--quiet');
    commitFile(work, 'file.txt', 'mine\n');
    const before = tip(work, 'HEAD');
    expect(await room.service.pull(work, rebase)).toEqual({
      ok: false,
      error: { code: 'git.conflict', files: ['file.txt'] },
    });
    const state = room.watch(work);
    const operation = rebase ? 'rebase' : 'merge';
    expect(await state.until((now) => now.operation === operation)).toMatchObject({ counts: { conflicted: 1 } });
    expect(await room.service.switchBranch(work, 'main')).toMatchObject({ ok: false });
    expect(await room.service.abortOperation(work)).toEqual({ ok: true, value: null });
    await state.until((now) => now.operation === null && now.counts.conflicted === 0);
    expect([tip(work, 'HEAD'), room.shell(work, 'status', '-s')]).toEqual([before, '']);
  });

  it.each([true, false])('that conflicts goes on when every conflict is staged (rebase: %s)', async (rebase) => {
    const { work, other } = shared();
    commitFile(other, 'file.txt', 'theirs\n');
    room.shell(other, 'push', '--quiet');
    for (const text of ['mine\n', 'mine again\n']) commitFile(work, 'file.txt', text);
    expect(await room.service.pull(work, rebase)).toMatchObject({ error: { code: 'git.conflict' } });
    const conflict = { ok: false, error: { code: 'git.conflict', files: ['file.txt'] } };
    expect(await room.service.continueOperation(work)).toEqual(conflict);
    const settle = (text: string) => {
      room.write(join(work, 'file.txt'), text);
      room.shell(work, 'add', 'file.txt');
      return room.service.continueOperation(work);
    };
    // The second commit of the rebase contradicts what the first one was settled to.
    if (rebase) expect(await settle('both\n')).toEqual(conflict);
    expect(await settle('settled\n')).toEqual({ ok: true, value: null });
    const state = room.watch(work);
    await state.until((now) => now.operation === null && now.counts.conflicted === 0);
    expect(room.shell(work, 'show', 'HEAD:file.txt')).toBe('settled');
    expect(room.shell(work, 'rev-list', '--count', '--merges', 'HEAD')).toBe(rebase ? '0' : '1');
    expect(await room.service.continueOperation(work)).toEqual({ ok: true, value: null });
  });

  it('says what is in the way, and where there is nothing to pull from', async () => {
    const { work, other } = shared();
    commitFile(other, 'file.txt', 'theirs\n');
    room.shell(other, 'push', '--quiet');
    room.write(join(work, 'file.txt'), 'mine\n');
    const inTheWay = { ok: false, error: { code: 'git.would-overwrite', files: ['file.txt'] } };
    expect(await room.service.pull(work, false)).toEqual(inTheWay);
    expect(await room.service.pull(work, true)).toEqual(inTheWay);
    expect(readFileSync(join(work, 'file.txt'), 'utf8')).toBe('mine\n');
    room.shell(work, 'switch', '--quiet', '-c', 'lonely');
    expect(await room.service.pull(work, false)).toEqual({
      ok: false,
      error: { code: 'git.no-upstream', branch: 'lonely' },
    });
  });
});

describe('a remote', () => {
  it('that is not there is told with its name', async () => {
    const { work } = shared();
    room.shell(work, 'remote', 'set-url', 'origin', join(room.root, 'nowhere.git'));
    expect(await room.service.fetch(work)).toMatchObject({ error: { code: 'git.network', remote: 'origin' } });
    room.shell(work, 'remote', 'set-url', 'origin', 'http://127.0.0.1:9/x.git');
    expect(await room.service.push(work, false)).toMatchObject({ error: { code: 'git.network', remote: 'origin' } });
  });

  it('that asks who one is makes nobody wait: the command for a terminal is told', async () => {
    const { work } = shared();
    // As ssh answers when it may not ask.
    room.program('ssh', 'echo "git@example.com: Permission denied (publickey,password)." >&2; exit 255');
    room.shell(work, 'remote', 'set-url', 'origin', 'git@example.com:a/b.git');
    expect(await room.service.push(work, false)).toEqual({
      ok: false,
      error: { code: 'git.credentials', remote: 'origin', command: 'git push origin main' },
    });
    expect(await room.service.fetch(work)).toMatchObject({
      error: { code: 'git.credentials', command: 'git fetch origin' },
    });
  });

  it('is asked quietly by OpenSSH, and as the user says by anything else', async () => {
    const work = room.repository();
    const command = async (own?: string) => (await quietRemotes(room.git, work, own))['GIT_SSH_COMMAND'];
    expect(await command()).toBe('ssh -o BatchMode=yes');
    expect(await command('/usr/bin/ssh -i key')).toBe('/usr/bin/ssh -i key -o BatchMode=yes');
    expect(await command('plink')).toBe('plink');
    room.shell(work, 'config', 'core.sshCommand', 'ssh -F none');
    expect(await command()).toBe('ssh -F none -o BatchMode=yes');
  });
});

describe('a job', () => {
  it('is on view with what it prints, is the only one, and ends when asked to, the hard way the second time', async () => {
    const { work } = shared();
    commitFile(work, 'mine', 'x');
    room.hook(work, 'pre-push', 'echo "running tests"; trap "" TERM; while :; do sleep 0.1; done');
    const state = room.watch(work);
    const pushing = room.service.push(work, false);
    const { job } = await state.until((now) => now.job?.output.includes('running tests') === true);
    expect(job?.command).toBe('git push origin main');
    expect(await room.service.fetch(work)).toEqual({
      ok: false,
      error: { code: 'git.busy', command: 'git push origin main' },
    });
    // The network holds nobody up who works on files.
    expect(await room.service.createBranch(work, { branch: 'x', from: null, checkout: false })).toMatchObject({
      ok: true,
    });
    await room.service.cancelJob(work);
    await room.service.cancelJob(work);
    expect(await pushing).toEqual({ ok: false, error: { code: 'git.cancelled', command: 'git push origin main' } });
    await state.until((now) => now.job === null);
  });

  it('leaves no lock behind when a commit is cancelled in its hook', async () => {
    const { work } = shared();
    room.write(join(work, 'file.txt'), 'x\n');
    room.hook(work, 'pre-commit', 'echo waiting; sleep 60');
    const state = room.watch(work);
    const committing = room.service.commit(work, { message: 'x', amend: false, all: true, runHooks: true });
    await state.until((now) => now.job?.output.includes('waiting') === true);
    await room.service.cancelJob(work);
    expect(await committing).toMatchObject({ error: { code: 'git.cancelled' } });
    const after = await state.until((now) => now.job === null && now.counts.unstaged === 1);
    expect(after).toMatchObject({ lock: null, counts: { staged: 0 } });
    expect(await room.service.stash(work, { message: '', untracked: true })).toMatchObject({ ok: true });
  });
});

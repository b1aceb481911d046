import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Preparation } from '../../../src-shared/model/worktree.ts';
import { must, NO_CHOICES, gitIn, put } from './testing/demo-bench.ts';
import { createPlainBench, dyingGit, projectId, serverId, type PlainBench } from './testing/plain-bench.ts';
import type { WorktreeService } from './worktree-service.ts';

/** Every place a crash can be at takes minutes; some of them, spread, are enough for every day. */
const STRIDE = process.env['SKEIN_LONG'] ? 1 : 13;
const context = { clientId: 'w' };

let bench: PlainBench;
beforeEach(() => {
  bench = createPlainBench();
});
afterEach(() => bench.close());

const CHANGES = {
  'a.txt': 'one, changed\n',
  'dir/new.bin': 'un\0tracked\r\n',
  'staged.txt': 'staged\n',
  'b.txt': 'two, staged\n',
};
function dirty(folder: string): void {
  put(folder, CHANGES);
  gitIn(folder, 'add', 'staged.txt', 'b.txt');
  put(folder, { 'b.txt': 'two, staged and changed\n' });
}
const bytes = { ...CHANGES, 'b.txt': 'two, staged and changed\n' };

/** Every byte is in one of the folders as it was, or in a snapshot. */
function expectNothingLost(folders: readonly string[]): void {
  const refs = gitIn(bench.folder, 'for-each-ref', '--format=%(refname)', 'refs/skein/snapshots')
    .split('\n')
    .filter(Boolean);
  for (const [name, content] of Object.entries(bytes)) {
    const onDisk = folders.some(
      (folder) => existsSync(join(folder, name)) && readFileSync(join(folder, name), 'utf8') === content,
    );
    const kept = refs.some((ref) => {
      try {
        return gitIn(bench.folder, 'cat-file', 'blob', `${ref}:${name}`) === content;
      } catch {
        return false;
      }
    });
    expect([name, onDisk || kept]).toEqual([name, true]);
  }
}

async function newThread(service: WorktreeService, carryChanges = false): Promise<Preparation> {
  const place = { kind: 'newWorktree', base: 'main', carryChanges, environment: null } as const;
  const input = { projectId, parts: [{ kind: 'text' as const, text: 'hello' }], choices: NO_CHOICES, place };
  const { preparationId } = await must(service.handlers.startThread(input, context));
  return settled(service, preparationId);
}
function settled(service: WorktreeService, id: string): Promise<Preparation> {
  return new Promise((resolve) => {
    const emit = (list: readonly Preparation[]) => {
      const found = list.find((one) => one.id === id && one.state.kind !== 'running');
      if (found) resolve(found);
    };
    service.handlers.watchPreparations({ serverId }, { emit, fail: () => undefined }, context);
  });
}
const listed = () => gitIn(bench.folder, 'worktree', 'list', '--porcelain');

/** Runs `work` with a Git that dies at each place in turn, and `after` on the core that starts next; ends when nothing dies any more. */
async function atEachPlace(
  prepare: () => Promise<void> | void,
  work: (service: WorktreeService) => Promise<unknown>,
  after: (service: WorktreeService) => Promise<void>,
): Promise<number> {
  for (let place = 1; ; place += STRIDE) {
    await prepare();
    const dying = dyingGit(bench.plainGit, place);
    const doomed = bench.open(dying.git).then(({ service }) => work(service));
    const survived = await Promise.race([doomed.then(() => true), dying.died.then(() => false)]);
    const next = await bench.open();
    await after(next.service);
    await next.service.dispose();
    if (survived) return place;
  }
}

describe('a core that is killed between two Git commands', () => {
  it('while it makes a worktree and carries changes: the message waits, and nothing half-made stays', async () => {
    dirty(bench.folder);
    const before = gitIn(bench.folder, 'status', '--porcelain');
    const places = await atEachPlace(
      () => undefined,
      (service) => newThread(service, true),
      async (service) => {
        expect(gitIn(bench.folder, 'status', '--porcelain')).toBe(before);
        const waiting = await new Promise<readonly Preparation[]>((emit) => {
          service.handlers.watchPreparations({ serverId }, { emit, fail: () => undefined }, context);
        });
        for (const one of waiting) {
          expect(one).toMatchObject({ state: { kind: 'interrupted' }, title: 'hello' });
          await must(service.handlers.resolvePreparation({ preparationId: one.id, action: 'retry' }, context));
          const done = await settled(service, one.id);
          expect(done.state).toMatchObject({ kind: 'done' });
          expect(gitIn(done.path ?? '', 'status', '--porcelain')).toBe(before);
        }
        expect(listed()).not.toMatch(/prunable|locked/);
        expectNothingLost([bench.folder]);
      },
    );
    expect(places).toBeGreaterThan(8);
  }, 900_000);

  it('while it removes one: it is there as it was, or gone with a snapshot of all it held', async () => {
    let path = '';
    await atEachPlace(
      async () => {
        const { service } = await bench.open();
        path = (await newThread(service)).path ?? '';
        await service.dispose();
        dirty(path);
      },
      (service) => must(service.handlers.remove({ serverId, paths: [path], agreed: [], runCleanup: true }, context)),
      async (service) => {
        expectNothingLost([path]);
        if (existsSync(path)) {
          const again = await must(
            service.handlers.remove({ serverId, paths: [path], agreed: [], runCleanup: true }, context),
          );
          expect(again).toMatchObject([{ kind: 'removed' }]);
        }
        expect(listed()).not.toContain(path);
        expectNothingLost([]);
      },
    );
  }, 900_000);

  it('while it hands a thread off: its changes are on one side or the other, and the next try brings them over', async () => {
    let path = '';
    await atEachPlace(
      async () => {
        gitIn(bench.folder, 'reset', '-q', '--hard');
        gitIn(bench.folder, 'clean', '-qfd');
        if (path !== '') gitIn(bench.folder, 'worktree', 'remove', '--force', path);
        const { service } = await bench.open();
        path = (await newThread(service)).path ?? '';
        await service.dispose();
        dirty(path);
      },
      (service) => must(service.handlers.handoff({ ...lastThread(), to: { kind: 'local' } }, context)),
      async (service) => {
        expectNothingLost([path, bench.folder]);
        const row = bench.rows.get(lastThread().threadId);
        if (row?.cwd === path)
          await must(service.handlers.handoff({ ...lastThread(), to: { kind: 'local' } }, context));
        expect(bench.rows.get(lastThread().threadId)?.cwd).toBe(bench.folder);
        expectNothingLost([bench.folder]);
      },
    );
  }, 900_000);
});

const lastThread = () => ({ serverId, threadId: [...bench.rows.keys()].at(-1) as never });

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Preparation } from '../../../src-shared/model/worktree.ts';
import { createShellHost } from '../hosts/testing/shell-host.ts';
import { gitIn, must, NO_CHOICES } from './testing/demo-bench.ts';
import { createPlainBench, projectId, serverId } from './testing/plain-bench.ts';

const context = { clientId: 'w' };

it.skipIf(process.platform === 'win32')(
  'clears away, when its machine is back, what was made there as the line was cut; nothing is taken for gone meanwhile',
  async () => {
    const host = createShellHost();
    const bench = createPlainBench(host);
    const { service } = await bench.open();
    const remove = () =>
      must(service.handlers.remove({ serverId, paths: [bench.folder], agreed: [], runCleanup: false }, context));
    expect(await remove()).toMatchObject([{ kind: 'refused', reason: 'main' }]);
    host.cutDuring(({ args }) => args.includes('add') && args.includes('worktree'));
    const place = { kind: 'newWorktree' as const, base: 'main', carryChanges: false, environment: null };
    const parts = [{ kind: 'text' as const, text: 'hello' }];
    await must(service.handlers.startThread({ projectId, parts, choices: NO_CHOICES, place }, context));
    const failed = await new Promise<Preparation>((resolve) => {
      const emit = ([one]: readonly Preparation[]) => one && one.state.kind !== 'running' && resolve(one);
      service.handlers.watchPreparations({ serverId }, { emit, fail: () => undefined }, context);
    });
    expect(failed.state).toMatchObject({ kind: 'failed', step: 'worktree' });
    const made = join(bench.root, 'codex/worktrees');
    expect(readdirSync(made)).toHaveLength(1);
    expect(await remove()).toMatchObject([{ kind: 'refused', reason: 'main' }]);
    await service.dispose();

    host.cutDuring(null);
    await bench.open();
    expect(readdirSync(made)).toEqual([]);
    expect(gitIn(bench.folder, 'worktree', 'list').trim().split('\n')).toHaveLength(1);
    expect(existsSync(join(bench.folder, 'a.txt'))).toBe(true);
    await bench.close();
  },
);

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import { systemClock } from '../ports.ts';
import { openWorktreeStore, partOf, type StoredWorktree } from './worktree-store.ts';

it('keeps the same path on two machines apart', async () => {
  const root = mkdtempSync(join(tmpdir(), 'skein-store-'));
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const files = { skeinHome: root, clock: systemClock, log, report: () => undefined };
  const whole = await openWorktreeStore(files);
  const [here, there] = ['here', 'far'].map((id) => partOf(whole, (serverId) => serverId === id));
  const worktree = (serverId: string): StoredWorktree => ({
    ...{ path: '/w', serverId: serverId as ServerId, repository: '/r', projectId: 'p' as ProjectId, kind: 'managed' },
    ...{ state: 'ready', pinned: false, createdAt: 1, usedAt: 1, threads: [], environment: null, source: '/r' },
    ...{ root: '/', removal: null, ignored: [], included: [] },
  });
  here?.put(worktree('here'));
  there?.put(worktree('far'));
  there?.change('/w', { pinned: true });
  const pins = () => [here, there].map((part) => part?.find('/w')?.pinned);
  expect(pins()).toEqual([false, true]);
  here?.remove('/w');
  expect(pins()).toEqual([undefined, true]);
  expect([here?.all().length, there?.all().length]).toEqual([0, 1]);
  await whole.dispose();
  rmSync(root, { recursive: true });
});

import { expect, test } from 'vitest';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import { ok } from '../../../src-shared/result.ts';
import { capabilitiesOf } from '../codex/capabilities.ts';
import { readUserAgent } from '../codex/codex-version.ts';
import { createManualClock, createMemoryLog } from '../codex/testing/supervised.ts';
import type { StoredSummary } from '../codex/thread-events.ts';
import type { ThreadExtrasGateway } from '../codex/thread-extras-gateway.ts';
import type { MarkOverlay } from './mark-overlay.ts';
import { createSummaryStore } from './summary-store.ts';
import { createThreadMarks } from './thread-marks.ts';

const stored = (name: string, sectionId: string | null): StoredSummary => ({
  threadId: name as ThreadId,
  title: name,
  named: false,
  cwd: '/project',
  branch: null,
  status: { kind: 'notLoaded' },
  createdAt: 1,
  recencyAt: 1,
  source: 'skein',
  provider: 'demo',
  parentThreadId: null,
  forkedFromId: null,
  sectionId,
});

test('threads that were listed before the sections were known are pinned once they are', async () => {
  const serverId = 's' as ServerId;
  const { log } = createMemoryLog();
  const summaries = createSummaryStore({ serverId, clock: createManualClock().clock, log });
  const version = readUserAgent('skein/0.169.0 (x) x');
  const marks = createThreadMarks({
    serverId,
    extras: {
      pinnedSection: () => Promise.resolve(ok('pinned-id')),
    } as Partial<ThreadExtrasGateway> as ThreadExtrasGateway,
    summaries,
    overlay: {} as MarkOverlay,
    capabilities: () => version && capabilitiesOf(version),
    isVisible: () => false,
    log,
  });
  const list = (summary: StoredSummary) => summaries.put(summary, marks.of(summary), false);
  for (const summary of [stored('a', 'pinned-id'), stored('b', 'other'), stored('c', null), stored('d', 'pinned-id')])
    list(summary);
  marks.heardSection('d' as ThreadId, null);
  const pinned = () => [...summaries.all()].filter((row) => row.pinned).map(({ threadId }) => threadId);
  expect(pinned()).toEqual([]);
  await marks.learnSections();
  expect(pinned()).toEqual(['a']);
  list(stored('b', 'pinned-id'));
  expect(pinned()).toEqual(['a', 'b']);
});

import { describe, expect, it } from 'vitest';
import type { ProjectId, ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ListName } from '../../state/directory-order.ts';
import { buildEntries, type SidebarEntry, type SidebarInput } from './sidebar-entries.ts';
import { findTyped, headingOf, nextFocusable } from './list-keys.ts';

const project = (name: string): Project => ({
  id: name as ProjectId,
  serverId: 's1' as ServerId,
  name,
  path: `/work/${name}`,
  trusted: true,
  trustKnown: true,
  state: 'ok',
  git: null,
});
const directory = (
  serverId: string,
  order: Partial<Record<ListName, readonly string[]>>,
  loaded: SidebarInput['directories'][number]['lists']['loaded'] = {},
): SidebarInput['directories'][number] => ({
  serverId: serverId as ServerId,
  lists: { ready: true, order: new Map(Object.entries(order) as [ListName, readonly ThreadId[]][]), loaded },
  stopped: false,
});
const READY = { phase: 'ready', hasMore: false } as const;
const input = (change: Partial<SidebarInput>): SidebarInput => ({
  grouping: 'project',
  projects: [],
  directories: [],
  folded: new Set(),
  shown: {},
  recencyOf: () => 0,
  nowMs: 0,
  ...change,
});
/** The list as lines of words. */
const lines = (entries: readonly SidebarEntry[]): readonly string[] =>
  entries.map((entry) => {
    switch (entry.kind) {
      case 'section':
        return `# ${entry.title}${entry.folded ? ' (folded)' : ''}`;
      case 'thread':
        return entry.ref.threadId;
      case 'more':
        return `more${entry.load ? ' (loads)' : ''}${entry.auto ? ' (auto)' : ''}`;
      default:
        return entry.kind;
    }
  });

describe('lines of the sidebar', () => {
  it.each(['project', 'time'] as const)('waits for nothing when Codex has stopped (by %s)', (grouping) => {
    const parts = (stopped: boolean) =>
      buildEntries(
        input({
          grouping,
          projects: [project('shop')],
          directories: [
            {
              ...directory('s1', {}, { all: { phase: 'loading', hasMore: true } }),
              stopped,
            },
          ],
        }),
      ).map(({ kind }) => kind);
    expect(parts(true).filter((kind) => kind !== 'section')).toEqual(['note']);
    expect(parts(false)).not.toContain('note');
  });
  it('puts pinned threads first, then each project with its threads, then other folders', () => {
    const entries = buildEntries(
      input({
        projects: [project('shop'), project('infra')],
        directories: [
          directory(
            's1',
            { pinned: ['p'], 'project:shop': ['a', 'b'], elsewhere: ['c'] },
            { 'project:shop': READY, 'project:infra': READY },
          ),
        ],
      }),
    );
    expect(lines(entries)).toEqual(['# Pinned', 'p', '# shop', 'a', 'b', '# infra', 'note', '# Other folders', 'c']);
  });

  it('folds a project', () => {
    const entries = buildEntries(
      input({
        projects: [project('shop')],
        folded: new Set(['project:shop']),
        directories: [directory('s1', { 'project:shop': ['a'] })],
      }),
    );
    expect(lines(entries)).toEqual(['# shop (folded)']);
  });

  it('shows a few threads of each of several projects, and more of them on demand', () => {
    const many = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const base = input({
      projects: [project('shop'), project('infra')],
      folded: new Set(['project:infra']),
      directories: [directory('s1', { 'project:shop': many }, { 'project:shop': { phase: 'ready', hasMore: true } })],
    });
    const first = buildEntries(base);
    expect(lines(first).slice(-3)).toEqual(['t7', 'more', '# infra (folded)']);
    const more = first.find((entry) => entry.kind === 'more');
    const second = buildEntries({ ...base, shown: { 'project:shop': more?.next ?? 0 } });
    expect(lines(second).slice(-3)).toEqual(['t27', 'more (loads)', '# infra (folded)']);
  });

  it('shows all threads of the only project and loads further pages by itself', () => {
    const many = Array.from({ length: 30 }, (_, index) => `t${index}`);
    const entries = buildEntries(
      input({
        projects: [project('shop')],
        directories: [directory('s1', { 'project:shop': many }, { 'project:shop': { phase: 'ready', hasMore: true } })],
      }),
    );
    expect(lines(entries).slice(-2)).toEqual(['t29', 'more (loads) (auto)']);
  });

  it('tells loading, failed and empty apart', () => {
    const of = (loaded: SidebarInput['directories'][number]['lists']['loaded']) =>
      lines(buildEntries(input({ projects: [project('shop')], directories: [directory('s1', {}, loaded)] }))).at(-1);
    expect([
      of({}),
      of({ 'project:shop': { phase: 'loading', hasMore: false } }),
      of({ 'project:shop': { phase: 'failed', hasMore: false } }),
      of({ 'project:shop': READY }),
    ]).toEqual(['skeleton', 'skeleton', 'failed', 'note']);
  });

  it('merges the servers by time, with a heading for each stretch of days', () => {
    const now = new Date(2026, 10, 23, 12).getTime();
    const hoursAgo: Record<string, number> = { a: 1, b: 30, c: 3 };
    const entries = buildEntries(
      input({
        grouping: 'time',
        nowMs: now,
        recencyOf: ({ threadId }) => now - (hoursAgo[threadId] ?? 0) * 3_600_000,
        directories: [
          directory('s1', { all: ['a', 'b'] }, { all: READY }),
          directory('s2', { all: ['c'] }, { all: READY }),
        ],
      }),
    );
    expect(lines(entries)).toEqual(['# Today', 'a', 'c', '# Yesterday', 'b']);
  });
});

describe('keys in the list', () => {
  const entries = buildEntries(
    input({
      projects: [project('shop'), project('infra')],
      directories: [
        directory(
          's1',
          { 'project:shop': ['apple', 'banana', 'bread'] },
          { 'project:shop': READY, 'project:infra': READY },
        ),
      ],
    }),
  );
  const titleOf = (entry: SidebarEntry) =>
    entry.kind === 'thread' ? entry.ref.threadId : entry.kind === 'section' ? entry.title : '';

  it('walks over what takes the focus and stops at the ends', () => {
    const last = entries.length - 1;
    expect([nextFocusable(entries, 0, 1), nextFocusable(entries, last, 1), nextFocusable(entries, 0, -1)]).toEqual([
      1,
      last,
      0,
    ]);
  });
  it('leads from a thread to its project', () => {
    expect(headingOf(entries, 3)).toBe(0);
  });
  it.each([
    ['b', 0, 2],
    ['b', 2, 3],
    ['b', 3, 2],
    ['bre', 2, 3],
    ['nan', 0, 2],
    ['inf', 0, 4],
    ['zzz', 0, null],
  ])('typing %s from %d leads to %s', (typed, from, to) => {
    expect(findTyped(entries, titleOf, typed, from)).toBe(to);
  });
});

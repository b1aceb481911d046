import { describe, expect, it } from 'vitest';
import type { DirectoryEvent } from '../../src-shared/contract/threads.ts';
import type { ProjectId, ServerId, ThreadId } from '../../src-shared/model/ids.ts';
import type { Project } from '../../src-shared/model/project.ts';
import { sampleInfo } from '../../src-shared/model/testing/sample-thread.ts';
import type { ThreadSummary } from '../../src-shared/model/thread.ts';
import { createProjectFinder } from './directory-order.ts';
import { createDirectoryStore, listOf, type DirectoryStore } from './directory-store.ts';

const serverId = 'local' as ServerId;
const tid = (id: string) => id as ThreadId;
const thread = (id: string, change: Partial<ThreadSummary> = {}): ThreadSummary =>
  sampleInfo({
    ...{ serverId, threadId: tid(id), title: `Thread ${id}`, named: false },
    ...{ cwd: '/code/shop', branch: null, createdAt: 0, recencyAt: 100 },
    ...change,
  });
const project = (id: string, path: string): Project => ({
  id: id as ProjectId,
  serverId,
  name: id,
  path,
  trusted: true,
  trustKnown: true,
  state: 'ok',
  git: null,
});
const projects = [project('shop', '/code/shop'), project('api', '/code/shop/api'), project('infra', '/code/infra')];

const snapshot = (threads: readonly ThreadSummary[], seq = 0): DirectoryEvent => ({
  type: 'snapshot',
  seq,
  threads,
  lists: {},
});
const changes = (
  fromSeq: number,
  changed: readonly ThreadSummary[],
  removed: readonly string[] = [],
): DirectoryEvent => ({
  type: 'changes',
  fromSeq,
  toSeq: fromSeq + 1,
  changed,
  removed: removed.map(tid),
  lists: {},
});
const filled = (threads: readonly ThreadSummary[]): DirectoryStore => {
  const store = createDirectoryStore();
  store.setProjects(projects);
  store.apply(snapshot(threads));
  return store;
};
const orders = (store: DirectoryStore) => Object.fromEntries([...store.lists().order].sort());

describe('directory store', () => {
  it('orders by recency, apart by project, pinned and archived on their own', () => {
    const store = filled([
      thread('a', { recencyAt: 1 }),
      thread('b', { recencyAt: 3, cwd: '/code/shop/api/src' }),
      thread('c', { recencyAt: 2, cwd: '/elsewhere' }),
      thread('d', { recencyAt: 9, pinned: true }),
      thread('e', { recencyAt: 8, archived: true }),
      thread('f', { recencyAt: 7, cwd: '/code/shopping' }),
    ]);
    expect(orders(store)).toEqual({
      all: ['f', 'b', 'c', 'a'],
      archived: ['e'],
      elsewhere: ['f', 'c'],
      pinned: ['d'],
      'project:api': ['b'],
      'project:shop': ['a'],
    });
  });

  it('wakes only the row that changed, and no list, when a thread streams', () => {
    const store = filled([thread('a'), thread('b')]);
    const woken: string[] = [];
    store.subscribeRow(tid('a'), () => woken.push('a'));
    store.subscribeRow(tid('b'), () => woken.push('b'));
    store.subscribeLists(() => woken.push('lists'));
    store.apply(changes(0, [thread('a', { lastLine: 'reading', status: { kind: 'running', since: 5 } })]));
    expect(woken).toEqual(['a']);
  });

  it('keeps the reference of every list whose order did not change', () => {
    const store = filled([
      thread('a', { recencyAt: 2 }),
      thread('b', { recencyAt: 1 }),
      thread('i', { cwd: '/code/infra' }),
    ]);
    const before = store.lists();
    store.apply(changes(0, [thread('b', { recencyAt: 5 })]));
    const after = store.lists();
    expect(listOf(after, 'project:shop')).toEqual(['b', 'a']);
    expect(listOf(after, 'project:infra')).toBe(listOf(before, 'project:infra'));
  });

  it('keeps rows that a new snapshot repeats', () => {
    const store = filled([thread('a', { status: { kind: 'running', since: 1 } })]);
    const before = store.get(tid('a'));
    store.apply(snapshot([thread('a', { status: { kind: 'running', since: 1 } })], 40));
    expect(store.get(tid('a'))).toBe(before);
  });

  it('keeps how far a list is loaded when a change does not name it', () => {
    const store = createDirectoryStore();
    store.apply({ ...snapshot([]), lists: { archived: { phase: 'ready', hasMore: false } } });
    store.apply({ ...changes(0, [thread('a')]), lists: { all: { phase: 'loading', hasMore: true } } });
    expect(store.lists().loaded).toEqual({
      archived: { phase: 'ready', hasMore: false },
      all: { phase: 'loading', hasMore: true },
    });
  });

  it('reports a gap and changes nothing', () => {
    const store = filled([thread('a')]);
    expect(store.apply(changes(7, [], ['a']))).toBe('gap');
    expect(listOf(store.lists(), 'all')).toEqual(['a']);
  });

  it('moves threads when projects change', () => {
    const store = filled([thread('a', { cwd: '/code/new/src' })]);
    store.setProjects([...projects, project('new', '/code/new')]);
    expect(listOf(store.lists(), 'project:new')).toEqual(['a']);
    expect(listOf(store.lists(), 'elsewhere')).toEqual([]);
  });

  it('lists a sub-agent only while it needs the user', () => {
    const store = filled([thread('a', { source: 'subAgent' })]);
    expect(listOf(store.lists(), 'all')).toEqual([]);
    store.apply(
      changes(0, [thread('a', { source: 'subAgent', status: { kind: 'needsYou', reason: 'approval', since: 1 } })]),
    );
    expect(listOf(store.lists(), 'all')).toEqual(['a']);
  });

  it('is, after any events, what a rebuild from their result is', () => {
    for (let seed = 1; seed <= 60; seed++) {
      const random = generator(seed);
      const truth = new Map<string, ThreadSummary>();
      const store = filled([]);
      let seq = 0;
      for (let step = 0; step < 40; step++) {
        const changed = Array.from({ length: random(6) }, () => randomThread(random));
        const removed = Array.from({ length: random(3) }, () => `t${random(25)}`).filter(
          (id) => !changed.some((one) => one.threadId === id),
        );
        for (const one of changed) truth.set(one.threadId, one);
        for (const id of removed) truth.delete(id);
        if (random(12) === 0) store.apply(snapshot([...truth.values()], ++seq));
        else store.apply(changes(seq++, changed, removed));
      }
      expect(orders(store), `seed ${seed}`).toEqual(orders(filled([...truth.values()])));
    }
  });

  it('takes a change among 10,000 threads in its stride', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => thread(`t${index}`, { recencyAt: index }));
    const store = filled(many);
    for (let step = 0; step < 200; step++) store.apply(changes(step, [thread('t5', { recencyAt: 20_000 + step })]));
    expect([listOf(store.lists(), 'all').length, listOf(store.lists(), 'all')[0]]).toEqual([10_000, 't5']);
  });
});

/** Small deterministic generator (mulberry32), so that a failing seed can be run again. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
function randomThread(random: (below: number) => number): ThreadSummary {
  return thread(`t${random(25)}`, {
    recencyAt: random(10),
    pinned: random(5) === 0,
    archived: random(5) === 0,
    cwd: ['/code/shop', '/code/shop/api', '/code/infra/x', '/other'][random(4)] ?? '/other',
    source: random(6) === 0 ? 'subAgent' : 'skein',
    status: random(2) === 0 ? { kind: 'idle' } : { kind: 'needsYou', reason: 'question', since: 1 },
    lastLine: String(random(3)),
  });
}

it('counts the worktrees of a repository to its project', () => {
  const [shop] = projects;
  if (!shop) throw new Error('no project');
  const git = { branch: 'main', root: shop.path, worktrees: ['/codex/worktrees/ab12/shop'] };
  const find = createProjectFinder([{ ...shop, git }]);
  expect(
    ['/code/shop/src', '/codex/worktrees/ab12/shop', '/codex/worktrees/ab12/shop/src', '/codex/worktrees/ab123'].map(
      find,
    ),
  ).toEqual(['shop', 'shop', 'shop', null]);
  const own = createProjectFinder([
    { ...shop, git },
    { ...shop, id: 'kept' as ProjectId, path: '/codex/worktrees/ab12/shop' },
  ]);
  expect(own('/codex/worktrees/ab12/shop/src')).toBe('kept');
});

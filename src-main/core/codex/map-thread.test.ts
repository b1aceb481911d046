import { describe, expect, test } from 'vitest';
import { mapStoredTurn, mapSummary, mapTurnPage, titleFrom } from './map-thread.ts';
import { settingsOfStarted, settingsOfUpdate } from './map-settings.ts';
import type { Thread } from './protocol/generated/v2/Thread';
import type { Turn } from './protocol/generated/v2/Turn';
import type { ResponseOf } from './protocol-types.ts';

/** The fields 0.124 sends; 0.169 adds to them. */
const old = {
  id: 't1',
  forkedFromId: null,
  preview: '\n  Fix the tests \nplease',
  ephemeral: false,
  modelProvider: 'openai',
  createdAt: 10,
  updatedAt: 20,
  status: { type: 'notLoaded' },
  path: '/r.jsonl',
  cwd: '/project',
  cliVersion: '0.124.0',
  source: 'cli',
  agentNickname: null,
  agentRole: null,
  gitInfo: { sha: 'a', branch: 'main', originUrl: null },
  name: null,
  turns: [],
};
const summary = (change: object) => mapSummary({ ...old, ...change } as unknown as Thread);

describe('a thread of the list', () => {
  test('of 0.124', () => {
    expect(summary({})).toEqual({
      threadId: 't1',
      title: 'Fix the tests',
      named: false,
      cwd: '/project',
      branch: 'main',
      status: { kind: 'notLoaded' },
      createdAt: 10_000,
      recencyAt: 20_000,
      source: 'cli',
      provider: 'openai',
      parentThreadId: null,
      forkedFromId: null,
      sectionId: null,
    });
  });

  test.each([
    [{ name: ' Mine ' }, { title: 'Mine', named: true }],
    [{ recencyAt: 30 }, { recencyAt: 30_000 }],
    [{ section: { id: 's1', name: 'Pinned', appearance: null } }, { sectionId: 's1' }],
    [{ source: 'vscode' }, { source: 'ide' }],
    [{ source: 'vscode', originator: 'skein' }, { source: 'skein' }],
    [
      { source: { subAgent: 'review' }, parentThreadId: 't0' },
      { source: 'subAgent', parentThreadId: 't0' },
    ],
    [{ source: { subAgent: { thread_spawn: { parent_thread_id: 't0', depth: 1 } } } }, { parentThreadId: 't0' }],
    [{ source: { subAgent: 'review' }, originator: 'skein' }, { source: 'subAgent' }],
    [{ source: { custom: 'x' } }, { source: 'other' }],
    [{ gitInfo: null }, { branch: null }],
    [{ preview: 'x'.repeat(900_000) }, { title: 'x'.repeat(200) }],
    [{ preview: '' }, { title: '' }],
  ])('%j', (change, expected) => {
    expect(summary(change)).toMatchObject(expected);
  });

  test('a title is the first line with something in it', () => {
    expect(titleFrom('\r\n\r\n  one \r\n two')).toBe('one');
  });
});

const stored = (id: string, items: object[], change: object = {}) =>
  ({
    id,
    items,
    status: 'completed',
    error: null,
    startedAt: 1,
    completedAt: 2,
    durationMs: 900,
    ...change,
  }) as unknown as Turn;
const user = (text: string) => ({
  type: 'userMessage',
  id: `u-${text}`,
  content: [{ type: 'text', text, text_elements: [] }],
});
const entered = { type: 'enteredReviewMode', id: 'e', review: 'current changes' };
const exited = { type: 'exitedReviewMode', id: 'x', review: 'All fine.' };
const says = (text: string) => ({ type: 'agentMessage', id: `a-${text}`, text, phase: null });

describe('a stored turn', () => {
  test('has its items, its times in milliseconds, and what its patches changed', () => {
    const change = { path: '/a', kind: { type: 'add' }, diff: 'a\nb\n' };
    const patch = (status: string) => ({ type: 'fileChange', id: `p-${status}`, changes: [change], status });
    expect(mapStoredTurn(stored('1', [user('go'), patch('completed'), patch('declined')])).turn).toEqual({
      id: '1',
      status: 'completed',
      startedAt: 1000,
      completedAt: 2000,
      durationMs: 900,
      error: null,
      itemIds: ['1/u-go', '1/p-completed', '1/p-declined'],
      tokens: null,
      changed: { files: 1, additions: 2, deletions: 0 },
    });
  });

  test('shows the findings of a review once', () => {
    const { items } = mapStoredTurn(stored('1', [entered, exited, says('All fine.')]));
    expect(items.map((item) => ('text' in item ? item.text : null))).toEqual(['current changes', '', 'All fine.']);
  });
});

describe('a page', () => {
  test('is oldest first, whichever way it was read', () => {
    const page = { data: [stored('2', []), stored('1', [])], nextCursor: 'n', backwardsCursor: 'b' };
    expect(mapTurnPage(page, 'desc').turns.map(({ id }) => id)).toEqual(['1', '2']);
    expect(mapTurnPage({ ...page, data: [...page.data].reverse() }, 'asc').turns.map(({ id }) => id)).toEqual([
      '1',
      '2',
    ]);
  });

  test('leaves out the inner turn of a review, which 0.169 stores before it', () => {
    const inner = stored('5', [user('Review the current changes')], { status: 'interrupted' });
    const review = stored('4', [entered, exited, says('All fine.')]);
    const page = { data: [review, inner, stored('1', [user('hi')])], nextCursor: null, backwardsCursor: null };
    expect(mapTurnPage(page, 'desc').turns.map(({ id }) => id)).toEqual(['1', '4']);
  });

  test('keeps an interrupted turn that was followed by a review', () => {
    const mine = stored('3', [user('stop that')], { status: 'interrupted' });
    const page = { data: [stored('4', [entered, exited]), mine], nextCursor: null, backwardsCursor: null };
    expect(mapTurnPage(page, 'desc').turns.map(({ id }) => id)).toEqual(['3', '4']);
  });
});

describe('settings', () => {
  const started = {
    model: 'gpt-5.4',
    modelProvider: 'mock',
    serviceTier: null,
    approvalPolicy: 'on-request',
    sandbox: { type: 'workspaceWrite', writableRoots: [], networkAccess: false },
    reasoningEffort: 'high',
  };
  test('of a thread that was started, on 0.124', () => {
    expect(settingsOfStarted(started as unknown as ResponseOf<'thread/start'>, 'plan')).toEqual({
      model: 'gpt-5.4',
      effort: 'high',
      permissions: { kind: 'preset', preset: 'auto' },
      mode: 'plan',
      serviceTier: null,
    });
  });

  test('of a thread that was resumed, on 0.169', () => {
    const more = { collaborationMode: { mode: 'default' }, activePermissionProfile: { id: 'mine', extends: null } };
    expect(settingsOfStarted({ ...started, ...more } as unknown as ResponseOf<'thread/resume'>, 'plan')).toMatchObject({
      permissions: { kind: 'profile', id: 'mine' },
      mode: 'default',
    });
  });

  test('that changed', () => {
    const settings = {
      approvalPolicy: 'never',
      sandboxPolicy: { type: 'dangerFullAccess' },
      activePermissionProfile: null,
      model: 'm',
      effort: null,
      serviceTier: 'fast',
      collaborationMode: { mode: 'plan' },
    };
    expect(settingsOfUpdate(settings as unknown as Parameters<typeof settingsOfUpdate>[0])).toEqual({
      model: 'm',
      effort: null,
      permissions: { kind: 'preset', preset: 'fullAccess' },
      mode: 'plan',
      serviceTier: 'fast',
    });
  });
});

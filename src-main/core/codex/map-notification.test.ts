import { describe, expect, test } from 'vitest';
import { mapNotification } from './map-notification.ts';
import type { ServerNotification } from './protocol-types.ts';
import { recorded, type RecordedVersion } from './testing/transcripts.ts';

const map = (method: string, params: object) => mapNotification({ method, params } as ServerNotification);
const threadId = 't';

describe.each(['0.169.0', '0.124.0'] as const satisfies RecordedVersion[])('recorded threads of %s', (version) => {
  const kinds = (thread: Parameters<typeof recorded>[1]) =>
    recorded(version, thread)
      .map(mapNotification)
      .filter((event) => event !== null)
      .map((event) => ('item' in event ? `${event.type} ${event.item.kind}` : event.type))
      // Neighbours of one kind count once; unread and usage come at other places in each version.
      .filter(
        (kind, index, all) =>
          kind !== all[index - 1] && !['unread', 'usage', 'notice', 'settings', 'goal'].includes(kind),
      );

  test('a turn with a command', () => {
    const all = kinds('turns');
    const from = all.indexOf('turnEnded') + 1;
    expect(all.slice(from, all.indexOf('turnEnded', from) + 1)).toEqual([
      'status',
      'turnStarted',
      'itemStarted userMessage',
      'itemCompleted userMessage',
      'itemStarted reasoning',
      'text',
      'itemCompleted reasoning',
      'itemStarted command',
      'itemCompleted command',
      'itemStarted agentMessage',
      'text',
      'itemCompleted agentMessage',
      'status',
      'turnEnded',
    ]);
  });

  test('a turn with a patch says what changed', () => {
    const events = recorded(version, 'turns').map(mapNotification);
    const change = events.find((event) => event?.type === 'itemCompleted' && event.item.kind === 'fileChange');
    expect(change).toMatchObject({
      item: { status: 'completed', changes: [{ path: '/project/a.txt', kind: 'add', additions: 2, deletions: 0 }] },
    });
  });

  test('a command that waits for an approval', () => {
    const statuses = recorded(version, 'hold')
      .map(mapNotification)
      .flatMap((event) => (event?.type === 'status' ? [event.status] : []));
    expect(statuses).toContainEqual({ kind: 'active', waiting: 'approval' });
    expect(statuses.at(-1)).toEqual({ kind: 'idle' });
  });
});

describe('one notification', () => {
  test.each([
    [
      'item/agentMessage/delta',
      { turnId: 'u', itemId: 'm', delta: 'Hi' },
      { type: 'text', turnId: 'u', codexItemId: 'm', source: 'agentMessage', text: 'Hi' },
    ],
    [
      'item/reasoning/textDelta',
      { turnId: 'u', itemId: 'r', delta: 'x', contentIndex: 0 },
      { type: 'text', turnId: 'u', codexItemId: 'r', source: 'rawReasoning', text: 'x' },
    ],
    [
      'item/reasoning/summaryPartAdded',
      { turnId: 'u', itemId: 'r', summaryIndex: 1 },
      { type: 'text', turnId: 'u', codexItemId: 'r', source: 'reasoning', text: '\n\n' },
    ],
    ['item/reasoning/summaryPartAdded', { turnId: 'u', itemId: 'r', summaryIndex: 0 }, null],
    ['thread/status/changed', { status: { type: 'systemError' } }, { type: 'status', status: { kind: 'failed' } }],
    [
      'thread/status/changed',
      { status: { type: 'active', activeFlags: ['waitingOnUserInput'] } },
      { type: 'status', status: { kind: 'active', waiting: 'question' } },
    ],
    ['thread/name/updated', { threadName: 'New' }, { type: 'renamed', name: 'New' }],
    ['thread/name/updated', {}, { type: 'renamed', name: null }],
    [
      'thread/readState/changed',
      { readState: { firstUnread: { type: 'threadStart' }, revision: 'r1' } },
      { type: 'unread', unread: true, revision: 'r1' },
    ],
    ['thread/section/changed', { sectionId: null }, { type: 'section', sectionId: null }],
    ['thread/archived', {}, { type: 'archived', archived: true }],
    ['thread/unarchived', {}, { type: 'archived', archived: false }],
    ['thread/deleted', {}, { type: 'deleted' }],
    ['thread/queue/changed', {}, { type: 'serverQueue' }],
    [
      'thread/goal/updated',
      {
        turnId: null,
        goal: {
          objective: 'Ship',
          status: 'active',
          tokenBudget: null,
          tokensUsed: 7,
          timeUsedSeconds: 2,
          createdAt: 9,
          updatedAt: 11,
        },
      },
      {
        type: 'goal',
        goal: {
          objective: 'Ship',
          status: 'active',
          tokenBudget: null,
          tokensUsed: 7,
          usedMs: 2000,
          sinceMs: 9000,
        },
        updatedAtMs: 11_000,
      },
    ],
    ['thread/goal/cleared', {}, { type: 'goal', goal: null, updatedAtMs: 0 }],
    [
      'turn/plan/updated',
      {
        turnId: 'u',
        explanation: null,
        plan: [
          { step: 'Look', status: 'inProgress' },
          { step: 'Go', status: 'pending' },
        ],
      },
      {
        type: 'plan',
        plan: {
          turnId: 'u',
          explanation: null,
          steps: [
            { text: 'Look', state: 'running' },
            { text: 'Go', state: 'pending' },
          ],
        },
      },
    ],
    [
      'thread/tokenUsage/updated',
      {
        turnId: 'u',
        tokenUsage: {
          total: { totalTokens: 9, inputTokens: 5, cachedInputTokens: 1, outputTokens: 4, reasoningOutputTokens: 2 },
          last: { totalTokens: 3, inputTokens: 2, cachedInputTokens: 0, outputTokens: 1, reasoningOutputTokens: 0 },
          modelContextWindow: 1000,
        },
      },
      {
        type: 'usage',
        turnId: 'u',
        total: { totalTokens: 9, inputTokens: 5, cachedInputTokens: 1, outputTokens: 4, reasoningTokens: 2 },
        last: { totalTokens: 3, inputTokens: 2, cachedInputTokens: 0, outputTokens: 1, reasoningTokens: 0 },
        contextWindow: 1000,
      },
    ],
    [
      'model/rerouted',
      { turnId: 'u', fromModel: 'a', toModel: 'b', reason: 'highRiskCyberActivity' },
      {
        type: 'notice',
        turnId: 'u',
        level: 'info',
        error: {
          code: 'model-rerouted',
          message: 'a → b',
          details: 'highRiskCyberActivity',
          httpStatus: null,
          willRetry: false,
        },
      },
    ],
    [
      'modelProvider/authRecoveryStarted',
      { turnId: 'u', provider: 'amazon-bedrock', message: 'AWS session has expired. Reauthenticating...' },
      {
        type: 'notice',
        turnId: 'u',
        level: 'info',
        error: {
          code: 'sign-in-renewal',
          message: 'AWS session has expired. Reauthenticating...',
          details: null,
          httpStatus: null,
          willRetry: false,
        },
      },
    ],
    [
      'hook/completed',
      {
        turnId: 'u',
        run: {
          id: 'run-1',
          eventName: 'preToolUse',
          sourcePath: '/hooks.json',
          status: 'blocked',
          statusMessage: 'no',
          startedAt: 2,
          completedAt: 3,
          durationMs: 10,
          entries: [{ kind: 'feedback', text: 'not here' }],
        },
      },
      {
        type: 'hook',
        turnId: 'u',
        run: {
          kind: 'hook',
          runId: 'run-1',
          event: 'preToolUse',
          source: '/hooks.json',
          status: 'declined',
          message: 'no',
          startedAt: 2000,
          completedAt: 3000,
          durationMs: 10,
          entries: ['not here'],
        },
      },
    ],
    ['item/fileChange/outputDelta', { turnId: 'u', itemId: 'x', delta: 'Success' }, null],
    ['something/new', {}, null],
  ])('%s %#', (method, params, expected) => {
    expect(map(method, { threadId, ...params })).toEqual(expected === null ? null : { threadId, ...expected });
  });

  test.each([
    ['account/updated', { authMode: null }],
    ['warning', { threadId: null, message: 'about nothing in particular' }],
    ['configWarning', { summary: 'x', details: null }],
  ])('%s belongs to no thread', (method, params) => {
    expect(map(method, params)).toBeNull();
  });
});

import { expect, it } from 'vitest';
import { describeRejection } from './codex-errors.ts';

const threadId = '01a20720-0000-7000-8000-000000000000';

// The texts are those of the real binaries 0.124.0 and 0.169.0.
it.each([
  [
    'thread/list',
    -32001,
    'Server overloaded; retry later.',
    undefined,
    { code: 'server.overloaded', method: 'thread/list' },
  ],
  [
    'turn/start',
    -32602,
    'Input exceeds the maximum length of 1048576 characters.',
    { input_error_code: 'input_too_large', max_chars: 1048576, actual_chars: 2000000 },
    { code: 'input.too-large', chars: 2000000, maxChars: 1048576 },
  ],
  ['turn/steer', -32600, 'no active turn to steer', undefined, { code: 'thread.not-steerable', reason: 'no-turn' }],
  [
    'turn/steer',
    -32600,
    'expected active turn id `nope` but found `01a2`',
    undefined,
    { code: 'thread.not-steerable', reason: 'other-turn' },
  ],
  [
    'turn/steer',
    -32600,
    'cannot steer a review turn',
    { codexErrorInfo: { activeTurnNotSteerable: { turnKind: 'review' } } },
    { code: 'thread.not-steerable', reason: 'review' },
  ],
  [
    'turn/steer',
    -32600,
    'cannot steer a compact turn',
    { codexErrorInfo: { activeTurnNotSteerable: { turnKind: 'compact' } } },
    { code: 'thread.not-steerable', reason: 'compaction' },
  ],
  ['turn/interrupt', -32600, 'no active turn to interrupt', undefined, { code: 'thread.nothing-to-interrupt' }],
  ['thread/resume', -32600, `thread ${threadId} already has an active writer`, undefined, { code: 'thread.locked' }],
  [
    'thread/resume',
    -32600,
    `session ${threadId} is archived. Run codex unarchive ${threadId}`,
    undefined,
    { code: 'thread.archived' },
  ],
  [
    'thread/resume',
    -32600,
    `no rollout found for thread id ${threadId}`,
    undefined,
    { code: 'thread.not-found', threadId },
  ],
  [
    'thread/search',
    -32600,
    'Invalid request: unknown variant `thread/search`, expected one of `initialize`, …',
    undefined,
    { code: 'codex.unsupported', feature: 'thread/search', version: '0.124.0' },
  ],
  [
    'review/start',
    -32600,
    'Invalid request: unknown variant `detached`, expected `inline`',
    undefined,
    {
      code: 'codex.rejected',
      method: 'review/start',
      rpcCode: -32600,
      message: 'Invalid request: unknown variant `detached`, expected `inline`',
    },
  ],
])('%s: %i %s', (method, code, message, data, expected) => {
  expect(describeRejection(method, { threadId }, { code, message, data }, '0.124.0')).toEqual(expected);
});

it('cuts a message that goes on for ever', () => {
  const error = describeRejection('a/b', undefined, { code: -32603, message: 'x'.repeat(10_000) }, '0.169.0');
  expect(error).toEqual({ code: 'codex.rejected', method: 'a/b', rpcCode: -32603, message: 'x'.repeat(2000) });
});

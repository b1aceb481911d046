import { expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { rewindHistory } from './rewind-history.ts';

const thread = { serverId: 's' as ServerId, threadId: 't' as ThreadId };
const unsupported = err<AppError>({ code: 'codex.unsupported', feature: 'thread/rollback', version: '1.0.0' });
const busy: AppError = { code: 'codex.rejected', method: 'thread/revert', rpcCode: -32600, message: 'busy' };
const refused = err(busy);
const forked = ok({ threadId: 'fork' as ThreadId });

it.each<[Result<null, AppError>, Result<{ threadId: ThreadId }, AppError>, object]>([
  [ok(null), forked, { kind: 'rewound' }],
  [refused, forked, { kind: 'refused', error: busy }],
  [unsupported, forked, { kind: 'forked', threadId: 'fork' }],
  [unsupported, refused, { kind: 'refused', error: busy }],
])('rewinds, forks where that is not offered, and tells a refusal: %j', async (cut, fork, outcome) => {
  const answer = await rewindHistory(
    { cutBefore: () => Promise.resolve(cut) },
    { forkBefore: () => Promise.resolve(fork) },
    thread,
    'turn' as TurnId,
  );
  expect(answer).toEqual(outcome);
});

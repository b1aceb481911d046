import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createManualClock } from '../codex/testing/supervised.ts';
import { stopTurn } from './stop-turn.ts';

const early = err({ code: 'thread.nothing-to-interrupt' } as const);
const broken = err({ code: 'server.timeout', method: 'turn/interrupt', afterMs: 5000 } as const);

/** A turn that goes on, and a server that answers each stop as scripted: `ends` with the end of the turn. */
async function stop(script: readonly ('ends' | Result<never, AppError>)[], runs = true) {
  const { clock, advance } = createManualClock();
  let running = runs ? { id: 'turn' as TurnId, serverId: 'turn' as TurnId, startedAt: 0, review: false } : null;
  let asked = 0;
  const stopped = await stopTurn(
    {
      running: () => running,
      nextTurnEvent: () => {
        advance(200);
        return Promise.resolve();
      },
    },
    {
      threadId: 'thread' as ThreadId,
      clock,
      turns: {
        interrupt: () => {
          const now = script[asked++] ?? early;
          if (now === 'ends') running = null;
          return Promise.resolve(now === 'ends' ? ok({}) : now);
        },
      },
    },
  );
  return { stopped, asked };
}

describe('stopping a turn', () => {
  it.each([
    { name: 'it ends', script: ['ends'], asked: 1, stopped: ok(null) },
    { name: 'one that came too early is repeated', script: [early, early, early, 'ends'], asked: 4, stopped: ok(null) },
    { name: 'a failure is told at once', script: [broken], asked: 1, stopped: broken },
    { name: 'refused for 5 s it is given up', script: [], asked: 26, stopped: early },
  ] as const)('$name', async ({ script, asked, stopped }) => {
    expect(await stop(script)).toEqual({ asked, stopped });
  });

  it('says when nothing runs', async () => {
    expect(await stop([], false)).toEqual({ asked: 0, stopped: early });
  });
});

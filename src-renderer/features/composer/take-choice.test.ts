import { expect, it } from 'vitest';
import type { AppClient } from '../../../src-shared/contract/contract.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { provideClient } from '../../state/client.ts';
import { composerEntry } from '../../state/composer-store.ts';
import { Desk, type Subject } from './desk.ts';
import { takeChoice } from './take-choice.ts';

const thread = { serverId: 'local' as ServerId, threadId: 't' as ThreadId };
const source = { model: 'a', effort: null, permissions: null, mode: 'default', serviceTier: null } as const;
const FROM_NEXT = { kind: 'info', text: 'This holds from the next turn on. The one that runs goes on as it began.' };
const error = { code: 'server.not-running' } as const;

it.each([
  ['is told to hold from the next turn while one runs', { running: true, loaded: true }, ok(null), FROM_NEXT],
  ['needs no words while none runs', { running: false, loaded: true }, ok(null), null],
  ['goes with the next message where the thread is not loaded', { running: false, loaded: false }, null, null],
  [
    'that is refused says why',
    { running: true, loaded: true },
    err(error),
    { kind: 'failed', action: 'choose', error },
  ],
])('a choice %s', async (name, state, answer, notice) => {
  const asked: unknown[] = [];
  const setChoices = (input: unknown) => {
    asked.push(input);
    return Promise.resolve(answer);
  };
  provideClient({ threads: { setChoices } } as unknown as AppClient);
  const desk = new Desk({ kind: 'thread', thread: { ...thread, threadId: name as ThreadId } });
  desk.update({
    serverId: thread.serverId,
    cwd: '/',
    thread,
    project: null,
    source,
    catalog: null,
    ...state,
  } as Subject);
  await takeChoice(desk, { model: 'b' });
  expect(composerEntry(desk.key).notice).toEqual(notice);
  expect(asked).toHaveLength(answer ? 1 : 0);
  expect(composerEntry(desk.key).chosen).toEqual(answer ? {} : { model: 'b' });
});

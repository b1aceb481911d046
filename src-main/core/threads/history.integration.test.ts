import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import type { ThreadSnapshot, TurnPage } from '../../../src-shared/model/thread.ts';
import { outline } from './testing/tracked-thread.ts';
import { isOld, isOver, must, serveThreads, type ServedThreads, type TestWindow } from './testing/served-threads.ts';

const LONG_TURNS = 60;
let served: ServedThreads;
let window: TestWindow;
let longId: ThreadId;
beforeAll(async () => {
  served = await serveThreads();
  window = served.window();
  longId = await window.start('say: answer 1');
  const thread = window.watch(longId);
  for (let turn = 2; turn <= LONG_TURNS; turn++) {
    await thread.until((snapshot) => isOver(snapshot, turn - 1));
    await must(window.send(longId, `say: answer ${turn}`));
  }
  await thread.until((snapshot) => isOver(snapshot, LONG_TURNS));
  thread.stop();
}, 120_000);
afterAll(() => served.close());

const lines = (snapshot: ThreadSnapshot) => outline(snapshot).filter((line) => !line.startsWith('  notice'));
const answersOf = ({ turns, items }: Pick<TurnPage, 'turns' | 'items'>) =>
  turns.map(({ itemIds }) => {
    const last = items.find(({ id }) => id === itemIds.at(-1));
    return last?.kind === 'agentMessage' ? last.text : `? ${last?.kind}`;
  });
const answers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `answer ${from + index}`);
const turnsOf = (snapshot: ThreadSnapshot) => ({
  turns: snapshot.turnOrder.map((id) => snapshot.turns[id] as never),
  items: Object.values(snapshot.items),
});
/** Lets go of what nobody looks at, so that it is opened from what is stored. */
const letGo = async (threadId: ThreadId) => {
  served.passTime();
  const again = served.window();
  const thread = again.watch(threadId);
  return thread.until(() => true);
};
const options = () => window.context;

describe('a long thread', () => {
  test('opens with its newest turns and is paged both ways', async () => {
    const opened = await letGo(longId);
    expect(answersOf(turnsOf(opened))).toEqual(answers(41, 60));
    const ref = window.refOf(longId);
    const page = (cursor: string, direction: 'older' | 'newer', limit = 20) =>
      must(window.handlers.turns({ ...ref, cursor, direction, limit }, options()));
    const older = await page(opened.olderCursor ?? '', 'older');
    expect(answersOf(older)).toEqual(answers(21, 40));
    const oldest = await page(older.nextCursor ?? '', 'older');
    expect([answersOf(oldest), oldest.nextCursor]).toEqual([answers(1, 20), null]);
    // Back towards the end, the anchor turn comes again.
    const back = await page(oldest.backwardsCursor ?? '', 'newer', 5);
    expect(answersOf(back)).toEqual(answers(20, 24));
    expect(answersOf(await page(back.nextCursor ?? '', 'newer', 5))).toEqual(answers(25, 29));
  });

  test('is exported whole', async () => {
    const { markdown, fileName } = await must(window.handlers.exportMarkdown(window.refOf(longId), options()));
    expect(fileName).toBe('say-answer-1.md');
    expect(markdown.match(/## Agent/g)).toHaveLength(LONG_TURNS);
    expect(markdown.indexOf('answer 2\n')).toBeLessThan(markdown.indexOf('answer 59\n'));
  });

  test('is searched; a match outside of what is loaded says where it is', async () => {
    await letGo(longId);
    const found = await must(window.handlers.find({ ...window.refOf(longId), term: 'ANSWER 60' }, options()));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]?.cursor).toBeNull();
    if (isOld) return;
    const far = await must(window.handlers.find({ ...window.refOf(longId), term: 'answer 12' }, options()));
    const [hit] = far;
    expect(hit?.excerpt).toContain('answer 12');
    const page = await must(
      window.handlers.turns(
        { ...window.refOf(longId), cursor: hit?.cursor ?? '', direction: 'older', limit: 3 },
        options(),
      ),
    );
    expect(page.turns.map(({ id }) => id)).toContain(hit?.turnId);
  });

  test('is found by its words', async () => {
    const { serverId } = window.refOf(longId);
    const hits = await must(window.handlers.search({ serverId, term: 'answer 1', archived: false }, options()));
    expect(hits.map(({ thread }) => thread.threadId)).toContain(longId);
  });
});

describe('a fork', () => {
  const fork = async (cut: { lastTurnId?: TurnId; beforeTurnId?: TurnId }) => {
    const input = {
      ...window.refOf(longId),
      lastTurnId: cut.lastTurnId ?? null,
      beforeTurnId: cut.beforeTurnId ?? null,
    };
    const { threadId, note } = await must(window.handlers.fork(input, options()));
    const opened = await window.watch(threadId).until(() => true);
    return { threadId, note, opened };
  };
  const turnId = async (answer: number): Promise<TurnId> => {
    const opened = await letGo(longId);
    return opened.turnOrder[answer - 41] as TurnId;
  };

  test('of the whole', async () => {
    const { note, opened } = await fork({});
    expect([note, answersOf(turnsOf(opened))]).toEqual(['exact', answers(41, 60)]);
    expect(opened.info.forkedFromId).toBe(isOld ? opened.info.forkedFromId : longId);
  });

  test('up to a turn', async () => {
    const { note, opened } = await fork({ lastTurnId: await turnId(50) });
    expect([note, answersOf(turnsOf(opened)).at(-1)]).toEqual(['exact', 'answer 50']);
  });

  test('before a turn, to say that one in other words', async () => {
    const { threadId, note, opened } = await fork({ beforeTurnId: await turnId(58) });
    expect([note, answersOf(turnsOf(opened)).at(-1)]).toEqual(['exact', 'answer 57']);
    await must(window.send(threadId, 'say: said otherwise'));
    const thread = window.watch(threadId);
    const done = await thread.until(
      (snapshot) => isOver(snapshot) && lines(snapshot).at(-1)?.endsWith('otherwise') === true,
    );
    expect(answersOf(turnsOf(done)).slice(-2)).toEqual(['answer 57', 'said otherwise']);
    expect(answersOf(turnsOf(await letGo(longId))).at(-1)).toBe('answer 60');
  });

  test('before the first turn has nothing of it', async () => {
    const shortId = await window.start('say: only');
    const first = (await window.watch(shortId).until(isOver)).turnOrder[0] as TurnId;
    const input = { ...window.refOf(shortId), lastTurnId: null, beforeTurnId: first };
    const { threadId, note } = await must(window.handlers.fork(input, options()));
    const thread = window.watch(threadId);
    expect([note, (await thread.until(() => true)).turnOrder]).toEqual(['exact', []]);
    await must(window.send(threadId, 'say: anew'));
    expect(lines(await thread.until(isOver))).toEqual([
      'turn completed',
      '  userMessage: say: anew',
      '  agentMessage completed: anew',
    ]);
  });
});

describe('one item uncut', () => {
  test('has all of a long output', async () => {
    const threadId = await window.start('run: seq 1 40000', { permissions: 'fullAccess' });
    const thread = window.watch(threadId);
    const done = await thread.until(
      (snapshot) =>
        isOver(snapshot) &&
        Object.values(snapshot.items).some((item) => item.kind === 'command' && item.exitCode === 0),
    );
    const command = Object.values(done.items).find((item) => item.kind === 'command');
    if (command?.kind !== 'command') throw new Error('no command');
    expect([command.output.length, command.output.startsWith('1\n')]).toEqual([100_000, false]);
    const input = { ...window.refOf(threadId), turnId: command.turnId, itemId: command.id };
    const whole = await must(window.handlers.item(input, options()));
    expect(whole).toMatchObject({ kind: 'command', id: command.id });
    expect(whole.kind === 'command' && whole.output.startsWith('1\n2\n3\n')).toBe(true);
  });
});

describe('stored and live are the same', () => {
  test('a turn that was watched looks as it is stored', async () => {
    const threadId = await window.start('run: echo one', { permissions: 'fullAccess' });
    const thread = window.watch(threadId);
    await thread.until(
      (snapshot) =>
        isOver(snapshot) &&
        Object.values(snapshot.items).some((item) => item.kind === 'command' && item.exitCode === 0),
    );
    await must(window.send(threadId, 'patch: same.txt|one'));
    const live = await thread.until((snapshot) => isOver(snapshot, 2));
    thread.stop();
    const stored = await letGo(threadId);
    const shape = (snapshot: ThreadSnapshot) => lines(snapshot).sort();
    expect(shape(stored)).toEqual(shape(live));
    expect(stored.turnOrder).toEqual(live.turnOrder);
  });

  test.skipIf(isOld)('a review looks as it is stored', async () => {
    const threadId = await window.start('say: hi');
    const thread = window.watch(threadId);
    await thread.until(isOver);
    await must(window.send(threadId, '/review say: All fine.'));
    const live = await thread.until((snapshot) => isOver(snapshot, 2));
    thread.stop();
    const stored = await letGo(threadId);
    expect(lines(stored)).toEqual(lines(live));
    expect(stored.turnOrder).toEqual(live.turnOrder);
  });
});

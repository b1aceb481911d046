import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { AppServerClient } from '../src-main/core/demo-model/testing/app-server-client.ts';
import { startThread } from '../src-main/core/demo-model/testing/demo-server.ts';

type Line = {
  ordinal?: number;
  timestamp?: string;
  type: string;
  payload: Record<string, unknown> & { type?: string; turn_id?: string };
  metadata?: { history_sequence?: number; sampled_through_sequence?: number };
};

/** A thread as the server stored it: its file, and its lines sorted into what comes first and one block a turn. */
export type Recording = {
  readonly path: string;
  readonly threadId: string;
  readonly head: readonly Line[];
  readonly turns: readonly (readonly Line[])[];
};

/** What the turns of a long thread look like: commands, patches, long answers, short ones. */
export const MIXED_TURNS: readonly string[] = [
  'run: ls -l src test && cat package.json',
  'flood 500',
  'patch: notes/one.md|first\nsecond\nthird',
  'say: Yes, that is right.',
  'run: cat src/cart.js',
  'patchupd: notes/one.md|second|another second',
  'flood 250',
  'multi: cat src/money.js;;cat src/discount.js',
  'items 4',
  'say: Done. **Three** files were read, *none* was changed.',
];

/** Runs turns in a new thread and reads back how the server stored them. Closes the client: the file is then complete. */
export async function record(client: AppServerClient, cwd: string, prompts: readonly string[]): Promise<Recording> {
  const threadId = await startThread(client, { cwd });
  for (const text of prompts) {
    const from = client.received.length;
    await client.call('turn/start', { threadId, input: [{ type: 'text', text, text_elements: [] }] });
    await client.waitFor(({ method }) => method === 'turn/completed', from);
  }
  const { thread } = (await client.call('thread/read', { threadId })) as { thread: { path: string } };
  await client.close();
  const text = await readFile(thread.path, 'utf8');
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
  const starts = lines.flatMap((line, at) => (line.payload.type === 'task_started' ? [at] : []));
  return {
    path: thread.path,
    threadId,
    head: lines.slice(0, starts[0]),
    turns: starts.map((at, n) => lines.slice(at, starts[n + 1])),
  };
}

/**
 * Writes a thread of `count` turns that repeats the recorded ones with ids of their own, as one more stored thread. The
 * server projects it into its database when it is resumed for the first time. Answers its id.
 */
export async function writeLongThread(recording: Recording, count: number): Promise<string> {
  const threadId = freshId();
  const lines: string[] = [];
  let ordinal = 0;
  let sequence = 0;
  const write = (line: Line, ids: ReadonlyMap<string, string>, sequenceBase: number): void => {
    const copy: Line = { ...line, ordinal: ordinal++ };
    if (line.metadata?.history_sequence !== undefined) {
      copy.metadata = { ...line.metadata, history_sequence: sequenceBase + line.metadata.history_sequence };
      if (line.metadata.sampled_through_sequence !== undefined) {
        copy.metadata.sampled_through_sequence = sequenceBase + line.metadata.sampled_through_sequence;
      }
      sequence = Math.max(sequence, copy.metadata.history_sequence ?? 0);
    }
    let text = JSON.stringify(copy).replaceAll(recording.threadId, threadId);
    for (const [from, to] of ids) text = text.replaceAll(from, to);
    lines.push(text);
  };
  for (const line of recording.head) write(line, new Map(), 0);
  for (let n = 0; n < count; n++) {
    const turn = recording.turns[n % recording.turns.length] ?? [];
    const ids = freshIds(turn, n);
    const firstSequence = turn.find(({ metadata }) => metadata?.history_sequence !== undefined)?.metadata
      ?.history_sequence;
    const base = n < recording.turns.length ? 0 : sequence + 1 - (firstSequence ?? 0);
    for (const line of turn) write(line, ids, base);
  }
  await writeThreadFile(recording, threadId, lines);
  return threadId;
}

/** Writes `count` small threads whose first message is `<words> <number>`, each a minute younger than the one before. */
export async function writeManyThreads(recording: Recording, count: number, words: string): Promise<void> {
  const [turn = []] = recording.turns;
  const lines = [...recording.head.filter(({ type }) => type === 'session_meta'), ...turn];
  // The instructions of the model are half of each file and nothing that a list shows.
  const slim = lines.map((line) =>
    JSON.stringify({ ...line, payload: { ...line.payload, base_instructions: undefined } }),
  );
  const template = slim.join('\n');
  const firstWords = /"input_text","text":"(say: [^"]+)"/.exec(template)?.[1] ?? '';
  const startedAt = Date.now() - count * 60_000;
  for (let n = 0; n < count; n++) {
    const threadId = freshId();
    const at = new Date(startedAt + n * 60_000);
    const text = template
      .replaceAll(recording.threadId, threadId)
      .replaceAll(firstWords, `${words} ${n}`)
      .replaceAll(/"timestamp":"[^"]+"/g, `"timestamp":"${at.toISOString()}"`);
    await writeThreadFile(recording, threadId, [text], at);
  }
  await rm(recording.path);
}

async function writeThreadFile(
  recording: Recording,
  threadId: string,
  lines: readonly string[],
  at?: Date,
): Promise<void> {
  const name = basename(recording.path).replace(recording.threadId, threadId);
  const stamp = at?.toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = at === undefined ? dirname(recording.path) : dayFolder(recording.path, at);
  await mkdir(folder, { recursive: true });
  const file = stamp === undefined ? name : name.replace(/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d/, stamp);
  await writeFile(join(folder, file), `${lines.join('\n')}\n`);
  // The server takes a thread's age from its file.
  if (at !== undefined) await utimes(join(folder, file), at, at);
}

/** `sessions/YYYY/MM/DD`, three folders above the file. */
function dayFolder(path: string, at: Date): string {
  const [date = ''] = at.toISOString().split('T');
  return join(dirname(path), '../../..', ...date.split('-'));
}

/** New ids for a turn and everything in it: the same recorded turn is written many times. */
function freshIds(turn: readonly Line[], n: number): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { payload } of turn) {
    if (typeof payload.turn_id === 'string' && !ids.has(payload.turn_id)) ids.set(payload.turn_id, freshId());
    const item = payload.item as { id?: unknown } | undefined;
    for (const id of [payload.id, payload.call_id, item?.id]) {
      if (typeof id === 'string' && !ids.has(id)) ids.set(id, `${id.slice(0, 24)}-${n}`);
    }
  }
  return ids;
}

/** A version 7 UUID of now, which is what the server names threads and turns with; it sorts by time. */
let lastTime = 0;
function freshId(): string {
  lastTime = Math.max(Date.now(), lastTime + 1);
  const time = lastTime.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

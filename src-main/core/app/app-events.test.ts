import { expect, it } from 'vitest';
import type { AppEvent } from '../../../src-shared/contract/app.ts';
import { createAppEvents } from './app-events.ts';

const command = (commandId: string): AppEvent => ({ type: 'command', commandId });
const asks: AppEvent = { type: 'confirmQuit', runningThreads: 1 };
const skills: AppEvent = { type: 'followLink', link: { kind: 'skills' } };

function open() {
  const events = createAppEvents();
  const heard: string[] = [];
  const watch = (name: string) =>
    events.watch(name, (event) => heard.push(`${name}: ${event.type === 'command' ? event.commandId : event.type}`));
  return { events, heard, watch };
}

it('brings what comes from outside to the window that was used last, and to no other', () => {
  const { events, heard, watch } = open();
  const endFirst = watch('first');
  events.used('first');
  watch('second');
  expect(events.emitToLastUsed(skills)).toBe('first');
  events.used('second');
  expect(events.emitToLastUsed(skills)).toBe('second');
  events.used('first');
  expect(events.emitToLastUsed(skills)).toBe('first');
  events.used('nobody');
  expect(events.emitToLastUsed(asks)).toBe('first');
  endFirst();
  expect(events.emitToLastUsed(asks)).toBe('second');
  expect(heard).toEqual([
    'first: followLink',
    'second: followLink',
    'first: followLink',
    'first: confirmQuit',
    'second: confirmQuit',
  ]);
});

it('keeps what is to be opened for the first window to come, once, and forgets the rest', () => {
  const { events, heard, watch } = open();
  expect(events.emitToLastUsed(skills)).toBeNull();
  expect(events.emitToLastUsed(asks)).toBeNull();
  events.emit({ type: 'failure', error: { code: 'server.not-running' } });
  watch('first');
  watch('second');
  expect(heard).toEqual(['first: followLink', 'first: failure']);
});

it('tells all windows, or one', () => {
  const { events, heard, watch } = open();
  watch('first');
  watch('second');
  events.emit(command('a'));
  events.emit(command('b'), 'first');
  events.emit(command('c'), 'third');
  expect(heard).toEqual(['second: a', 'first: a', 'first: b']);
  expect(events.windows()).toBe(2);
  // Its page was still loading when the menu was used.
  watch('third');
  watch('third');
  expect(heard.slice(3)).toEqual(['third: c']);
});

import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../src-shared/model/settings.ts';
import { commandForKey, commandKey, commandStore, defineCommand, runCommand, type Command } from './commands.ts';
import { settingsStore } from './settings-store.ts';

const ran: unknown[] = [];
const command = (id: string, change: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'App',
  run: (argument) => void ran.push(argument ?? id),
  ...change,
});
const setKeys = (keys: Record<string, string>) =>
  settingsStore.setState({ settings: { ...DEFAULT_SETTINGS, keys }, known: true });

afterEach(() => {
  ran.length = 0;
  setKeys({});
  commandStore.setState({ commands: new Map() });
});

describe('command registry', () => {
  it('runs by id, with an argument, and says when it could not', () => {
    defineCommand(command('a'));
    defineCommand(command('never', { when: () => false }));
    expect([runCommand('a'), runCommand('a', 7), runCommand('never'), runCommand('none')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(runCommand('never', 8)).toBe(true);
    expect(ran).toEqual(['a', 7, 8]);
  });

  it('finds the command of a key, skipping what is not offered', () => {
    defineCommand(command('first', { key: 'Mod+K', when: () => false }));
    defineCommand(command('second', { key: 'Mod+K' }));
    expect(commandForKey('Mod+K')?.id).toBe('second');
  });

  it('follows the user: another key, or none', () => {
    defineCommand(command('a', { key: 'Mod+K' }));
    defineCommand(command('b', { key: 'Mod+B' }));
    setKeys({ a: 'Shift+Mod+j', b: '' });
    expect([commandForKey('Mod+K'), commandForKey('Mod+Shift+J')?.id, commandForKey('Mod+B')]).toEqual([
      null,
      'a',
      null,
    ]);
  });

  it('has another default where a browser keeps the first to itself', () => {
    const one = command('a', { key: 'Mod+N', webKey: 'Mod+Shift+O' });
    expect([commandKey(one, {}, true), commandKey(one, {}, false), commandKey(one, { a: 'F4' }, true)]).toEqual([
      'Mod+Shift+O',
      'Mod+N',
      'F4',
    ]);
  });

  it('gives a command back to whoever had it before', () => {
    defineCommand(command('a', { title: 'outer' }));
    const stop = defineCommand(command('a', { title: 'inner' }));
    stop();
    expect(commandStore.getState().commands.get('a')?.title).toBe('outer');
  });
});

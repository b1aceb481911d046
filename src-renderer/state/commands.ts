import { createStore, useStore } from 'zustand';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import { normalKey } from './key-match.ts';
import { settingsStore } from './settings-store.ts';

/** Every action has one: the palette lists it, the menu and keys run it, and settings rebind its key. */
export interface Command {
  /** `area.verb`, for example `thread.rename`. Kept in the user's settings: never change it. */
  readonly id: string;
  readonly title: string;
  /** Heading in the list of shortcuts and in the palette. */
  readonly group: 'Threads' | 'Projects' | 'View' | 'Message' | 'Approvals' | 'Terminal' | 'App';
  /** Default key, for example `Mod+Shift+K`; `Mod` is Command on macOS and Control elsewhere. */
  readonly key?: string;
  /** Instead of `key` in a browser, which keeps some keys to itself (new window, close tab). */
  readonly webKey?: string;
  /** False: not offered now. Read when the palette opens and when the key is pressed. */
  readonly when?: () => boolean;
  /** Not listed in the palette: makes sense only where its key is pressed, or needs an argument. */
  readonly hidden?: boolean;
  readonly run: (argument?: unknown) => void;
}

/** In order of definition. */
export const commandStore = createStore<{ readonly commands: ReadonlyMap<string, Command> }>(() => ({
  commands: new Map(),
}));

/** Adds a command; the answer takes it away again. A second one with the same id takes over while it is there. */
export function defineCommand(command: Command): Unsubscribe {
  const before = commandStore.getState().commands.get(command.id);
  const commands = new Map(commandStore.getState().commands);
  commands.set(command.id, command);
  commandStore.setState({ commands });
  return () => {
    const left = new Map(commandStore.getState().commands);
    if (left.get(command.id) !== command) return;
    if (before) left.set(command.id, before);
    else left.delete(command.id);
    commandStore.setState({ commands: left });
  };
}

/** Runs a command by id. False when there is none or it is not offered now; who passes an argument has decided that it is. */
export function runCommand(id: string, argument?: unknown): boolean {
  const command = commandStore.getState().commands.get(id);
  if (!command || (argument === undefined && command.when?.() === false)) return false;
  command.run(argument);
  return true;
}

/** In a plain browser some keys never reach the page. */
const inBrowser = (): boolean => typeof window === 'undefined' || !('skein' in window);

/** The key a command answers to now: the user's choice, else the default; empty when it has none. */
export function commandKey(command: Command, keys: Readonly<Record<string, string>>, browser = inBrowser()): string {
  const chosen = Object.hasOwn(keys, command.id) ? keys[command.id] : undefined;
  return normalKey(chosen ?? (browser ? command.webKey : undefined) ?? command.key ?? '');
}

/** The first command, in order of definition, that answers to this key and is offered now. */
export function commandForKey(key: string): Command | null {
  const { keys } = settingsStore.getState().settings;
  for (const command of commandStore.getState().commands.values())
    if (commandKey(command, keys) === key && command.when?.() !== false) return command;
  return null;
}

/** Key of a command for `Kbd`; empty when it has none. */
export function useCommandKey(id: string): string {
  const command = useStore(commandStore, (state) => state.commands.get(id));
  const keys = useStore(settingsStore, (state) => state.settings.keys);
  return command ? commandKey(command, keys) : '';
}

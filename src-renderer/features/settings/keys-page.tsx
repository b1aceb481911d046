import { useMemo, useState } from 'react';
import Keyboard from 'lucide-react/icons/keyboard';
import Search from 'lucide-react/icons/search';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { useStore } from 'zustand';
import { commandKey, commandStore, type Command } from '../../state/commands.ts';
import { keyName } from '../../state/key-match.ts';
import { changeSettings, settingsStore, useSetting } from '../../state/settings-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { keyLabel } from '../../ui/key-label.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import { isMac } from '../../ui/platform.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './settings.module.css';

/** Every command with its key: search, press another one, or take it away. */
export function KeysPage() {
  const commands = useStore(commandStore, (state) => state.commands);
  const keys = useSetting((settings) => settings.keys);
  const [query, setQuery] = useState('');
  /** A key that was pressed to find what it does; `listening`: the next one is. */
  const [pressed, setPressed] = useState<{ readonly listening: boolean; readonly key: string | null }>(NO_KEY);
  const rows = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return [...commands.values()]
      .filter((command) => command.hidden !== true || command.key !== undefined)
      .map((command) => ({ command, key: commandKey(command, keys) }))
      .filter(({ command, key }) => {
        if (pressed.key !== null && key !== pressed.key) return false;
        const text = `${command.title} ${command.group} ${keyLabel(key, isMac())}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
  }, [commands, keys, query, pressed.key]);
  const users = useMemo(() => usersByKey(commands.values(), keys), [commands, keys]);
  const groups = [...new Set(rows.map(({ command }) => command.group))];
  return (
    <>
      <div className={styles.keysBar}>
        <TextField
          label="Search shortcuts"
          hideLabel
          placeholder="Search by name or key…"
          icon={<Search size={14} aria-hidden="true" />}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
        <Button
          data-records-keys=""
          aria-pressed={pressed.listening || pressed.key !== null}
          icon={<Keyboard size={14} aria-hidden="true" />}
          onClick={() =>
            setPressed(pressed.listening || pressed.key !== null ? NO_KEY : { listening: true, key: null })
          }
          onBlur={() => setPressed((now) => (now.listening ? NO_KEY : now))}
          onKeyDown={(event) => {
            if (!pressed.listening) return;
            const name = keyName(event.nativeEvent, isMac());
            if (name === 'Tab' || name === 'Shift+Tab') return;
            event.preventDefault();
            event.stopPropagation();
            if (name !== null) setPressed(name === 'Escape' ? NO_KEY : { listening: false, key: name });
          }}
        >
          {pressed.listening
            ? 'Press the key to look for…'
            : pressed.key === null
              ? 'Find by key'
              : `${keyLabel(pressed.key, isMac())} · show all`}
        </Button>
        <Button disabled={Object.keys(keys).length === 0} onClick={() => void changeSettings({ keys: {} })}>
          Reset all
        </Button>
      </div>
      {groups.map((group) => (
        <section key={group} className={styles.keysGroup} aria-label={group}>
          <h3 className={styles.keysHeading}>{group}</h3>
          {rows
            .filter(({ command }) => command.group === group)
            .map(({ command, key }) => (
              <KeyRow
                key={command.id}
                command={command}
                current={key}
                changed={Object.hasOwn(keys, command.id)}
                sharedWith={(users.get(key) ?? []).filter(({ id }) => key !== '' && id !== command.id)}
                usersOf={(wanted) => (users.get(wanted) ?? []).filter(({ id }) => id !== command.id)}
              />
            ))}
        </section>
      ))}
      {rows.length === 0 && (
        <p className={styles.description} role="status">
          {pressed.key === null ? 'No command matches.' : `Nothing is on ${keyLabel(pressed.key, isMac())}.`}
        </p>
      )}
    </>
  );
}

const NO_KEY = { listening: false, key: null } as const;

function usersByKey(
  commands: Iterable<Command>,
  keys: Readonly<Record<string, string>>,
): ReadonlyMap<string, readonly Command[]> {
  const users = new Map<string, readonly Command[]>();
  for (const command of commands) {
    const key = commandKey(command, keys);
    users.set(key, [...(users.get(key) ?? []), command]);
  }
  return users;
}

/** Gives a command a key; one that others have is only taken from them when that is wanted. */
async function rebind(command: Command, key: string, others: readonly Command[]): Promise<void> {
  if (key !== '' && others.length > 0) {
    const names = others.map(({ title }) => `“${title}”`).join(', ');
    const taken = await confirm({
      title: `${keyLabel(key, isMac())} is taken`,
      text: `It runs ${names}. Taken over, it runs “${command.title}” and ${others.length === 1 ? 'the other has' : 'the others have'} no key.`,
      confirmLabel: 'Take it over',
    });
    if (!taken) return;
  }
  const { keys } = settingsStore.getState().settings;
  void changeSettings({
    keys: { ...keys, ...Object.fromEntries(key === '' ? [] : others.map(({ id }) => [id, ''])), [command.id]: key },
  });
}

function resetKey(id: string): void {
  const { [id]: _, ...others } = settingsStore.getState().settings.keys;
  void changeSettings({ keys: others });
}

function KeyRow(props: {
  readonly command: Command;
  readonly current: string;
  readonly changed: boolean;
  readonly sharedWith: readonly Command[];
  /** The other commands that a key runs. */
  readonly usersOf: (key: string) => readonly Command[];
}) {
  const { command, current, changed, sharedWith } = props;
  const [recording, setRecording] = useState(false);
  const label = current === '' ? 'no key' : keyLabel(current, isMac());
  return (
    <div className={styles.keyRow}>
      <span className={styles.keyTitle}>{command.title}</span>
      {sharedWith.length > 0 && (
        <span className={styles.keyWarning}>also: {sharedWith.map(({ title }) => title).join(', ')}</span>
      )}
      {changed && (
        <IconButton
          size="s"
          label={`Reset the key of ${command.title}`}
          icon={<RotateCcw size={13} aria-hidden="true" />}
          onClick={() => resetKey(command.id)}
        />
      )}
      <button
        type="button"
        data-records-keys=""
        className={recording ? styles.recording : styles.key}
        aria-label={recording ? `Press a key for ${command.title}` : `${command.title}: ${label}. Change`}
        onClick={() => setRecording(!recording)}
        onBlur={() => setRecording(false)}
        onKeyDown={(event) => {
          if (!recording) return;
          const name = keyName(event.nativeEvent, isMac());
          if (name === 'Tab' || name === 'Shift+Tab') return;
          event.preventDefault();
          event.stopPropagation();
          if (name === null) return;
          setRecording(false);
          if (name === 'Escape') return;
          const key = name === 'Backspace' || name === 'Delete' ? '' : name;
          void rebind(command, key, props.usersOf(key));
        }}
      >
        {recording ? 'Press a key · Backspace: none · Esc' : label}
      </button>
    </div>
  );
}

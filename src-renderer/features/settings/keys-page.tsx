import { useMemo, useState } from 'react';
import Search from 'lucide-react/icons/search';
import RotateCcw from 'lucide-react/icons/rotate-ccw';
import { useStore } from 'zustand';
import { commandKey, commandStore, type Command } from '../../state/commands.ts';
import { keyName } from '../../state/key-match.ts';
import { changeSettings, settingsStore, useSetting } from '../../state/settings-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { keyLabel } from '../../ui/key-label.ts';
import { isMac } from '../../ui/platform.ts';
import { TextField } from '../../ui/text-field.tsx';
import styles from './settings.module.css';

/** Every command with its key: search, press another one, or take it away. */
export function KeysPage() {
  const commands = useStore(commandStore, (state) => state.commands);
  const keys = useSetting((settings) => settings.keys);
  const [query, setQuery] = useState('');
  const rows = useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    return [...commands.values()]
      .filter((command) => command.hidden !== true || command.key !== undefined)
      .map((command) => ({ command, key: commandKey(command, keys) }))
      .filter(({ command, key }) => {
        const text = `${command.title} ${command.group} ${keyLabel(key, isMac())}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
  }, [commands, keys, query]);
  const users = useMemo(() => countByKey(commands.values(), keys), [commands, keys]);
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
                shared={key !== '' && (users.get(key) ?? 0) > 1}
              />
            ))}
        </section>
      ))}
      {rows.length === 0 && <p className={styles.description}>No command matches.</p>}
    </>
  );
}

function countByKey(commands: Iterable<Command>, keys: Readonly<Record<string, string>>): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const command of commands) {
    const key = commandKey(command, keys);
    users.set(key, (users.get(key) ?? 0) + 1);
  }
  return users;
}

function setKey(id: string, key: string | null): void {
  const { [id]: _, ...others } = settingsStore.getState().settings.keys;
  void changeSettings({ keys: key === null ? others : { ...others, [id]: key } });
}

function KeyRow(props: {
  readonly command: Command;
  readonly current: string;
  readonly changed: boolean;
  readonly shared: boolean;
}) {
  const { command, current, changed, shared } = props;
  const [recording, setRecording] = useState(false);
  const label = current === '' ? 'no key' : keyLabel(current, isMac());
  return (
    <div className={styles.keyRow}>
      <span className={styles.keyTitle}>{command.title}</span>
      {shared && <span className={styles.keyWarning}>used twice</span>}
      {changed && (
        <IconButton
          size="s"
          label={`Reset the key of ${command.title}`}
          icon={<RotateCcw size={13} aria-hidden="true" />}
          onClick={() => setKey(command.id, null)}
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
          setKey(command.id, name === 'Backspace' || name === 'Delete' ? '' : name);
        }}
      >
        {recording ? 'Press a key · Backspace: none · Esc' : label}
      </button>
    </div>
  );
}

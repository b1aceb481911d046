import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Command } from 'cmdk';
import Folder from 'lucide-react/icons/folder';
import MessageSquare from 'lucide-react/icons/message-square';
import SquareChevronRight from 'lucide-react/icons/square-chevron-right';
import type { ReactNode } from 'react';
import { commandKey, commandStore, runCommand } from '../state/commands.ts';
import { directoryOf } from '../state/directories.ts';
import { projectStore } from '../state/project-store.ts';
import { serverStore } from '../state/server-store.ts';
import { settingsStore } from '../state/settings-store.ts';
import { ageWords } from '../state/time-words.ts';
import { closeDialog, newThread, openThread } from '../state/ui-store.ts';
import { DialogView } from '../ui/dialog-view.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { rankMatches } from './rank-matches.ts';
import styles from './command-palette.module.css';

interface PaletteEntry {
  readonly id: string;
  readonly title: string;
  readonly hint: string;
  readonly keys: string;
  readonly icon: ReactNode;
  readonly run: () => void;
}

const MAX_THREADS = 20;
const ICON = { size: 14, 'aria-hidden': true } as const;

/** Everything that can be done, and every thread and project by name. Reads what is offered at the moment it opens. */
export function CommandPalette() {
  const [query, setQuery] = useState('');
  const [sources] = useState(readSources);
  const list = useRef<HTMLDivElement>(null);
  // Other matches begin at their top again; the library only brings the first one into view, without its heading.
  useLayoutEffect(() => list.current?.scrollTo({ top: 0 }), [query]);
  const groups = useMemo(
    () => [
      { heading: 'Commands', entries: rankMatches(sources.commands, query, (entry) => entry.title) },
      {
        heading: 'Threads',
        entries: rankMatches(sources.threads, query, (entry) => entry.title).slice(0, query === '' ? 5 : MAX_THREADS),
      },
      { heading: 'Projects', entries: rankMatches(sources.projects, query, (entry) => entry.title) },
    ],
    [sources, query],
  );
  return (
    <DialogView title="Command palette" hideTitle onClose={closeDialog}>
      <Command label="Command palette" shouldFilter={false} loop className={styles.palette}>
        <Command.Input
          autoFocus
          className={styles.input}
          placeholder="Type a command, a thread or a project…"
          value={query}
          onValueChange={setQuery}
        />
        <Command.List ref={list} className={styles.list} label="Matches">
          <Command.Empty className={styles.empty}>Nothing is called that.</Command.Empty>
          {groups.map(
            ({ heading, entries }) =>
              entries.length > 0 && (
                <Command.Group key={heading} heading={heading} className={styles.group}>
                  {entries.map((entry) => (
                    <Command.Item
                      key={entry.id}
                      value={entry.id}
                      className={styles.item}
                      onSelect={() => {
                        closeDialog();
                        // The dialog gives the focus back first, so that a command may take it.
                        setTimeout(entry.run);
                      }}
                    >
                      <span className={styles.icon}>{entry.icon}</span>
                      <span className={styles.title}>{entry.title}</span>
                      {entry.hint !== '' && <span className={styles.hint}>{entry.hint}</span>}
                      <Kbd keys={entry.keys} />
                    </Command.Item>
                  ))}
                </Command.Group>
              ),
          )}
        </Command.List>
      </Command>
    </DialogView>
  );
}

function readSources() {
  const { keys } = settingsStore.getState().settings;
  const { projects } = projectStore.getState();
  const now = Date.now();
  const commands: PaletteEntry[] = [...commandStore.getState().commands.values()]
    .filter((command) => command.hidden !== true && command.when?.() !== false)
    .map((command) => ({
      id: `command:${command.id}`,
      title: command.title,
      hint: '',
      keys: commandKey(command, keys),
      icon: <SquareChevronRight {...ICON} />,
      run: () => void runCommand(command.id),
    }));
  const threads: PaletteEntry[] = serverStore
    .getState()
    .servers.flatMap(({ id }) => [...directoryOf(id).all()])
    .filter((thread) => !thread.archived && thread.title !== '')
    .sort((a, b) => b.recencyAt - a.recencyAt)
    .map((thread) => ({
      id: `thread:${thread.serverId}#${thread.threadId}`,
      title: thread.title,
      hint: ageWords(thread.recencyAt, now),
      keys: '',
      icon: <MessageSquare {...ICON} />,
      run: () => openThread(thread),
    }));
  return {
    commands,
    threads,
    projects: projects.map((project): PaletteEntry => ({
      id: `project:${project.id}`,
      title: project.name,
      hint: project.path,
      keys: '',
      icon: <Folder {...ICON} />,
      run: () => newThread(project.id),
    })),
  };
}

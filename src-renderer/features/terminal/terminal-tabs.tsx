import { useEffect, useRef } from 'react';
import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { getClient } from '../../state/client.ts';
import { runCommand } from '../../state/commands.ts';
import { focusTerminal, putInFront, type TerminalPlace } from '../../state/terminal-store.ts';
import { showError } from '../../state/toast-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { openContextMenu } from '../../ui/menu.tsx';
import { askToClose } from './ask-to-close.ts';
import { stateWords } from './state-words.ts';
import styles from './terminal.module.css';

export const tabId = (terminalId: string): string => `terminal-tab-${terminalId}`;

/** One tab per shell. Arrows move, Delete closes, F2 renames, Escape goes to the message. */
export function TerminalTabs(props: {
  readonly place: TerminalPlace;
  readonly terminals: readonly Terminal[];
  readonly front: Terminal | null;
  readonly renaming: string | null;
  readonly onRename: (terminalId: string | null) => void;
}) {
  const { place, terminals, front, renaming, onRename } = props;
  const list = useRef<HTMLDivElement>(null);
  const show = (terminal: Terminal | undefined, focusTab: boolean) => {
    if (!terminal) return;
    putInFront(place, terminal.id);
    if (focusTab) document.getElementById(tabId(terminal.id))?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent, at: number) => {
    const terminal = terminals[at];
    const count = terminals.length;
    if (event.key === 'ArrowRight') show(terminals[(at + 1) % count], true);
    else if (event.key === 'ArrowLeft') show(terminals[(at + count - 1) % count], true);
    else if (event.key === 'Home') show(terminals[0], true);
    else if (event.key === 'End') show(terminals[count - 1], true);
    else if (event.key === 'Enter' || event.key === ' ') focusTerminal();
    else if (event.key === 'Delete' && terminal) void askToClose(place, terminal);
    else if (event.key === 'F2' && terminal) onRename(terminal.id);
    else if (event.key === 'Escape') runCommand('message.focus');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  useEffect(() => {
    if (front) document.getElementById(tabId(front.id))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [front]);
  return (
    <div ref={list} className={styles.tabs} role="tablist" aria-label="Terminals">
      {terminals.map((terminal, at) =>
        terminal.id === renaming ? (
          <RenameField key={terminal.id} terminal={terminal} onDone={() => onRename(null)} />
        ) : (
          <button
            key={terminal.id}
            type="button"
            id={tabId(terminal.id)}
            role="tab"
            className={styles.tab}
            aria-selected={terminal === front}
            aria-controls={terminal === front ? 'terminal-panel' : undefined}
            tabIndex={terminal === front ? 0 : -1}
            title={`${terminal.title}, ${terminal.folder}`}
            onClick={() => {
              show(terminal, false);
              focusTerminal();
            }}
            onDoubleClick={() => onRename(terminal.id)}
            onAuxClick={(event) => {
              if (event.button === 1) void askToClose(place, terminal);
            }}
            onContextMenu={(event) =>
              openContextMenu(event, terminal.title, [
                { kind: 'item', label: 'Rename…', keys: 'F2', onSelect: () => onRename(terminal.id) },
                {
                  kind: 'item',
                  label: 'Close terminal',
                  danger: true,
                  onSelect: () => void askToClose(place, terminal),
                },
              ])
            }
            onKeyDown={(event) => onKeyDown(event, at)}
          >
            {terminal.state.kind !== 'running' && terminal.state.kind !== 'starting' && (
              <span
                className={classNames(styles.dot, terminal.state.kind !== 'exited' && styles.dotBad)}
                aria-hidden="true"
              />
            )}
            <span className={styles.tabName}>{numbered(terminals, at)}</span>
            {terminal.state.kind !== 'running' && <span className="sr-only">, {stateWords(terminal.state)}</span>}
          </button>
        ),
      )}
    </div>
  );
}

/** The second of the same name is `bash 2`. */
function numbered(terminals: readonly Terminal[], at: number): string {
  const title = terminals[at]?.title ?? '';
  const before = terminals.slice(0, at).filter((other) => other.title === title).length;
  return before === 0 ? title : `${title} ${before + 1}`;
}

function RenameField({ terminal, onDone }: { readonly terminal: Terminal; readonly onDone: () => void }) {
  const done = useRef(false);
  const finish = (title: string | null) => {
    if (done.current) return;
    done.current = true;
    onDone();
    if (title === null || title === '' || title === terminal.title) return;
    void getClient()
      .terminals.rename({ terminalId: terminal.id, title })
      .then((result) => {
        if (!result.ok) showError(result.error);
      });
  };
  return (
    <input
      className={styles.rename}
      aria-label="Name of the terminal"
      defaultValue={terminal.title}
      maxLength={120}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onBlur={(event) => finish(event.currentTarget.value.trim())}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(event.currentTarget.value.trim());
        else if (event.key === 'Escape') finish(null);
        else return;
        event.preventDefault();
      }}
    />
  );
}

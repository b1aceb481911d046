import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { closeTerminal, openTerminal, useTerminalFocus, type TerminalPlace } from '../../state/terminal-store.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { openContextMenu } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { stateWords } from './state-words.ts';
import { textEntries } from './terminal-actions.ts';
import type { TerminalScreen } from './terminal-screen.ts';
import { tabId } from './terminal-tabs.tsx';
import styles from './terminal.module.css';

/** The last wish for the focus that was fulfilled: a view that comes later must not take the focus for it again. */
let focusDone = 0;

/** One shell: its screen, and what became of it. */
export function TerminalView(props: {
  readonly place: TerminalPlace;
  readonly terminal: Terminal;
  readonly screen: TerminalScreen;
  readonly onFind: () => void;
}) {
  const { place, terminal, screen, onFind } = props;
  const holder = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (holder.current ? screen.attach(holder.current) : undefined), [screen]);
  const focus = useTerminalFocus();
  useEffect(() => {
    if (focus === focusDone) return;
    focusDone = focus;
    screen.focus();
  }, [focus, screen]);
  const { state } = terminal;
  return (
    <div id="terminal-panel" role="tabpanel" aria-labelledby={tabId(terminal.id)} className={styles.body}>
      <div
        ref={holder}
        className={styles.holder}
        onContextMenu={(event) => openContextMenu(event, 'Terminal text', textEntries(screen, onFind))}
      />
      {state.kind === 'starting' && (
        <div className={styles.starting} role="status">
          <Spinner />
          {stateWords(state)}
        </div>
      )}
      {state.kind !== 'starting' && state.kind !== 'running' && (
        <div className={styles.end} role="status">
          <span className={classNames(state.kind !== 'exited' && styles.endBad)}>{stateWords(state)}</span>
          {state.kind === 'failed' && state.message !== '' && <span className={styles.message}>{state.message}</span>}
          {state.kind === 'failed' && state.reason === 'folder-missing' && (
            <span className={styles.message}>{terminal.folder}</span>
          )}
          <Button size="s" onClick={() => void openTerminal(place)}>
            New shell
          </Button>
          <Button size="s" tone="ghost" onClick={() => void closeTerminal(place, terminal.id)}>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}

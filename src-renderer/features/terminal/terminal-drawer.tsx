import { useEffect, useMemo, useState } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Plus from 'lucide-react/icons/plus';
import Search from 'lucide-react/icons/search';
import SquareTerminal from 'lucide-react/icons/square-terminal';
import Trash from 'lucide-react/icons/trash-2';
import { defineCommand, useCommandKey } from '../../state/commands.ts';
import { changeSettings, settingsStore, useSetting } from '../../state/settings-store.ts';
import {
  focusTerminal,
  frontIn,
  openTerminal,
  setDrawerOpen,
  terminalsIn,
  useFrontId,
  useTerminals,
  type TerminalPlace,
} from '../../state/terminal-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { Resizer } from '../../ui/resizer.tsx';
import { askToClose } from './ask-to-close.ts';
import { environmentEntries } from './environment-actions.ts';
import { screenOf } from './screens.ts';
import { addToMessage, drawerEntries } from './terminal-actions.ts';
import { TerminalFind } from './terminal-find.tsx';
import type { TerminalScreen } from './terminal-screen.ts';
import { TerminalTabs } from './terminal-tabs.tsx';
import { TerminalView } from './terminal-view.tsx';
import styles from './terminal.module.css';

const LEAST_PX = 96;
/** What the rest of the page keeps; the style sheet says the same. */
const PAGE_PX = 220;

/** The terminals of the page that is shown, at its bottom. */
export function TerminalDrawer({ place }: { readonly place: TerminalPlace }) {
  const all = useTerminals();
  const frontId = useFrontId(place);
  const own = useMemo(() => terminalsIn(all ?? [], place), [all, place]);
  const front = frontIn(own, frontId);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [finding, setFinding] = useState<string | null>(null);
  const height = useSetting((settings) => settings.layout.terminalHeight);
  const [dragged, setDragged] = useState<number | null>(null);
  const screen = front && screenOf(front);
  const shownId = front?.id ?? null;
  const find = () => setFinding(shownId);
  useDrawerCommands(screen, shownId, setFinding);
  const commit = (terminalHeight: number) => {
    setDragged(null);
    const { settings } = settingsStore.getState();
    const layout = { ...settings.layout, terminalHeight };
    settingsStore.setState({ settings: { ...settings, layout } });
    void changeSettings({ layout });
  };
  const actions = useEnvironmentActions(place);
  const newKeys = useCommandKey('terminal.new');
  const toggleKeys = useCommandKey('terminal.toggle');
  return (
    <section className={styles.drawer} aria-label="Terminal" style={{ height: dragged ?? height }}>
      <Resizer
        label="Resize the terminal"
        edge="bottom"
        value={dragged ?? height}
        min={LEAST_PX}
        max={Math.max(LEAST_PX, window.innerHeight - PAGE_PX)}
        onChange={setDragged}
        onCommit={commit}
        onFold={() => setDrawerOpen(false)}
      />
      <div className={styles.bar}>
        <TerminalTabs place={place} terminals={own} front={front} renaming={renaming} onRename={setRenaming} />
        <IconButton
          size="s"
          label="New terminal"
          keys={newKeys}
          icon={<Plus size={14} aria-hidden="true" />}
          onClick={() => void openTerminal(place)}
        />
        <span className={styles.grow} />
        <span className={styles.place} title={front?.folder ?? place.folder}>
          {front?.folder ?? place.folder}
        </span>
        {front && (
          <>
            <IconButton
              size="s"
              label="Find in terminal"
              icon={<Search size={14} aria-hidden="true" />}
              onClick={find}
            />
            <IconButton
              size="s"
              label="Close terminal"
              icon={<Trash size={14} aria-hidden="true" />}
              onClick={() => void askToClose(place, front)}
            />
          </>
        )}
        <MenuButton
          size="s"
          label="Terminal menu"
          align="end"
          side="top"
          icon={<Ellipsis size={14} aria-hidden="true" />}
          entries={() =>
            drawerEntries({ place, terminal: front, screen, actions, find, rename: () => setRenaming(shownId) })
          }
        />
        <IconButton
          size="s"
          label="Hide the terminal"
          keys={toggleKeys}
          icon={<ChevronDown size={14} aria-hidden="true" />}
          onClick={() => setDrawerOpen(false)}
        />
      </div>
      {front && screen ? (
        <>
          <TerminalView key={front.id} place={place} terminal={front} screen={screen} onFind={find} />
          {finding === front.id && (
            <TerminalFind
              screen={screen}
              onClose={() => {
                setFinding(null);
                focusTerminal();
              }}
            />
          )}
        </>
      ) : (
        <div className={styles.empty}>
          {all !== null && (
            <EmptyState
              compact
              icon={<SquareTerminal size={18} aria-hidden="true" />}
              title="No terminal is open here"
              text={place.folder}
              actions={
                <Button size="s" onClick={() => void openTerminal(place)}>
                  Open a terminal
                </Button>
              }
            />
          )}
        </div>
      )}
    </section>
  );
}

/** Read anew whenever another place is shown, and when the window comes back: the files may have been edited elsewhere. */
function useEnvironmentActions(place: TerminalPlace): readonly MenuEntry[] {
  const [actions, setActions] = useState<readonly MenuEntry[]>([]);
  useEffect(() => {
    let gone = false;
    const read = () =>
      void environmentEntries(place).then((entries) => {
        if (!gone) setActions(entries);
      });
    read();
    window.addEventListener('focus', read);
    return () => {
      gone = true;
      window.removeEventListener('focus', read);
    };
  }, [place]);
  return actions;
}

/** What acts on the screen in front, while there is one. */
function useDrawerCommands(
  screen: TerminalScreen | null,
  shownId: string | null,
  find: (terminalId: string | null) => void,
): void {
  useEffect(() => {
    if (!screen) return;
    const undefine = [
      defineCommand({
        id: 'terminal.clear',
        title: 'Terminal: clear',
        group: 'Terminal',
        run: () => screen.clear(),
      }),
      defineCommand({
        id: 'terminal.find',
        title: 'Terminal: find',
        group: 'Terminal',
        key: 'Mod+Shift+F',
        run: () => find(shownId),
      }),
      defineCommand({
        id: 'terminal.addToMessage',
        title: 'Terminal: add the selection to the message',
        group: 'Terminal',
        when: () => screen.selection() !== '',
        run: () => addToMessage(screen),
      }),
    ];
    return () => {
      for (const end of undefine) end();
    };
  }, [screen, shownId, find]);
}

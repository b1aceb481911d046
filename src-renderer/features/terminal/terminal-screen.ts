import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal as Xterm } from '@xterm/xterm';
import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { commandForKey } from '../../state/commands.ts';
import { keyName } from '../../state/key-match.ts';
import { openAddress } from '../../state/open-address.ts';
import { view } from '../../state/panel-store.ts';
import { settingsStore } from '../../state/settings-store.ts';
import { noteTerminalSize } from '../../state/terminal-store.ts';
import { isMac } from '../../ui/platform.ts';
import { isAppKey } from './app-keys.ts';
import { findFileLinks } from './find-file-links.ts';
import { matchColors, screenColors } from './screen-colors.ts';
import { connectShell } from './shell-link.ts';
import styles from './terminal.module.css';

/** One shell as this window draws it. It outlives the view, so that coming back to a tab finds it as it was. */
export interface TerminalScreen {
  /** Puts it into the page and keeps it as large as `parent`. The answer takes it out again. */
  attach(parent: HTMLElement): () => void;
  focus(): void;
  selection(): string;
  selectAll(): void;
  clear(): void;
  paste(text: string): void;
  /** Goes to the next match, earlier or later, and marks all. */
  find(term: string, direction: 'earlier' | 'later'): void;
  endFind(): void;
  onMatches(listener: (at: number, of: number) => void): () => void;
  dispose(): void;
}

const SCROLLBACK_LINES = 10_000;
/** WCAG AA, whatever colours a program chooses. */
const CONTRAST = 4.5;

export function createScreen(
  terminal: Terminal,
  { answerQueries }: { readonly answerQueries: boolean },
): TerminalScreen {
  const element = document.createElement('div');
  element.className = styles.screen ?? '';
  const mac = isMac();
  const { codeFontSize, terminalScreenReader } = settingsStore.getState().settings;
  const xterm = new Xterm({
    allowProposedApi: true,
    cursorBlink: false,
    cursorInactiveStyle: 'outline',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-code').trim(),
    fontSize: codeFontSize,
    lineHeight: 1.2,
    macOptionClickForcesSelection: true,
    minimumContrastRatio: CONTRAST,
    rightClickSelectsWord: false,
    screenReaderMode: terminalScreenReader,
    scrollback: SCROLLBACK_LINES,
    linkHandler: { activate: (event, address) => withMod(event, () => void openAddress(address)) },
  });
  const fit = new FitAddon();
  const search = new SearchAddon();
  xterm.loadAddon(fit);
  xterm.loadAddon(search);
  xterm.loadAddon(new Unicode11Addon());
  xterm.loadAddon(new WebLinksAddon((event, address) => withMod(event, () => void openAddress(address))));
  xterm.unicode.activeVersion = '11';
  const shell = connectShell(terminal.id, xterm, answerQueries);

  function withMod(event: MouseEvent, run: () => void): void {
    if (mac ? event.metaKey : event.ctrlKey) run();
  }

  const { thread, folder } = terminal;
  if (thread)
    xterm.registerLinkProvider({
      provideLinks: (row, found) => {
        const line = xterm.buffer.active.getLine(row - 1)?.translateToString(true) ?? '';
        const links = findFileLinks(line).map(({ path, line: at, start, end }) => ({
          text: line.slice(start, end),
          range: { start: { x: start + 1, y: row }, end: { x: end, y: row } },
          activate: (event: MouseEvent) =>
            withMod(event, () => view({ kind: 'file', thread, root: folder, path, line: at })),
        }));
        found(links.length > 0 ? links : undefined);
      },
    });

  xterm.attachCustomKeyEventHandler((event) => {
    const name = keyName(event, mac);
    if (name === null) return true;
    // The browser pastes by itself; for copying there is nothing it would copy.
    if (!mac && name === 'Mod+Shift+V') return false;
    if (event.type === 'keydown' && name === (mac ? 'Mod+C' : 'Mod+Shift+C') && xterm.hasSelection()) {
      event.preventDefault();
      void navigator.clipboard.writeText(xterm.getSelection());
      return false;
    }
    return !isAppKey(name, commandForKey(name)?.id ?? null, mac);
  });

  const paint = () => {
    xterm.options.theme = screenColors(element);
  };
  const themes = new MutationObserver(paint);
  const stopSettings = settingsStore.subscribe(({ settings }, before) => {
    if (settings.codeFontSize !== before.settings.codeFontSize) {
      xterm.options.fontSize = settings.codeFontSize;
      measure();
    }
    if (settings.terminalScreenReader !== before.settings.terminalScreenReader)
      xterm.options.screenReaderMode = settings.terminalScreenReader;
  });

  const measure = () => {
    if (disposed) return;
    const size = fit.proposeDimensions();
    if (!size || !Number.isFinite(size.cols) || !Number.isFinite(size.rows) || element.clientHeight === 0) return;
    const [cols, rows] = [Math.max(2, size.cols), Math.max(1, size.rows)];
    if (cols !== xterm.cols || rows !== xterm.rows) xterm.resize(cols, rows);
    noteTerminalSize({ cols, rows });
    shell.resize(cols, rows);
  };
  let frame = 0;
  const sizes = new ResizeObserver(() => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      measure();
    });
  });
  let opened = false;
  let disposed = false;

  return {
    attach: (parent) => {
      parent.append(element);
      paint();
      if (!opened) {
        opened = true;
        xterm.open(element);
        // Another window may have made it another size meanwhile.
        xterm.textarea?.addEventListener('focus', measure);
      }
      themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
      sizes.observe(element);
      measure();
      // Widths are measured anew when the font has come.
      void document.fonts.ready.then(measure);
      return () => {
        themes.disconnect();
        sizes.disconnect();
        cancelAnimationFrame(frame);
        frame = 0;
        element.remove();
      };
    },
    focus: () => xterm.focus(),
    selection: () => xterm.getSelection(),
    selectAll: () => xterm.selectAll(),
    clear: () => xterm.clear(),
    paste: (text) => xterm.paste(text),
    find: (term, direction) => {
      const options = { decorations: matchColors(element), incremental: direction === 'later' };
      if (direction === 'later') search.findNext(term, options);
      else search.findPrevious(term, options);
    },
    endFind: () => {
      search.clearActiveDecoration();
      search.clearDecorations();
      xterm.clearSelection();
    },
    onMatches: (listener) => {
      const heard = search.onDidChangeResults(({ resultIndex, resultCount }) => listener(resultIndex, resultCount));
      return () => heard.dispose();
    },
    dispose: () => {
      disposed = true;
      shell.close();
      stopSettings();
      themes.disconnect();
      sizes.disconnect();
      cancelAnimationFrame(frame);
      xterm.dispose();
      element.remove();
    },
  };
}

import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { terminalStore } from '../../state/terminal-store.ts';
import { createScreen, type TerminalScreen } from './terminal-screen.ts';

/** Shells that stay drawn after they left the page; the others are drawn again from what the core kept. */
const WARM_SCREENS = 8;

/** A shell that is no older has not been answered by another window; its first questions are new. */
const NEW_MS = 3000;

/** In order of last use, oldest first. */
const screens = new Map<string, TerminalScreen>();
let following = false;

/** Shells that were closed leave nothing behind; the list of another server does not say anything about these. */
function follow(): void {
  if (following) return;
  following = true;
  terminalStore.subscribe(({ terminals }, before) => {
    if (terminals === null || before.terminals === null) return;
    const present = new Set(terminals.map(({ id }) => id));
    for (const { id } of before.terminals) if (!present.has(id)) letGo(id);
  });
}

function letGo(id: string): void {
  screens.get(id)?.dispose();
  screens.delete(id);
}

/** The screen of a shell, made on first use. */
export function screenOf(terminal: Terminal): TerminalScreen {
  follow();
  const { id, createdAt } = terminal;
  const screen = screens.get(id) ?? createScreen(terminal, { answerQueries: Date.now() - createdAt < NEW_MS });
  screens.delete(id);
  screens.set(id, screen);
  for (const oldest of screens.keys()) {
    if (screens.size <= WARM_SCREENS) break;
    letGo(oldest);
  }
  return screen;
}

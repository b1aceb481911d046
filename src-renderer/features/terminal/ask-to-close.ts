import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { getClient } from '../../state/client.ts';
import { closeTerminal, type TerminalPlace } from '../../state/terminal-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

/** Programs that are named. */
const NAMED = 5;

/** Closes a terminal, and asks first when something runs in it. */
export async function askToClose(place: TerminalPlace, { id, title, state }: Terminal): Promise<void> {
  const running = state.kind === 'running' ? await getClient().terminals.running({ terminalId: id }) : null;
  if (running?.ok && running.value.length > 0) {
    const names = running.value.slice(0, NAMED).join(', ');
    const more = running.value.length > NAMED ? ` and ${running.value.length - NAMED} more` : '';
    const yes = await confirm({
      title: `Close ${title}?`,
      text: `${names}${more} still runs there and would be ended.`,
      confirmLabel: 'Close terminal',
      danger: true,
    });
    if (!yes) return;
  }
  await closeTerminal(place, id);
}

import type { ThreadChoices } from '../../../src-shared/contract/fields.ts';
import { getClient } from '../../state/client.ts';
import { choose, composerEntry, forgetChoices, setNotice } from '../../state/composer-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import { choicesToSend, isDangerous } from './choices.ts';
import type { Desk } from './desk.ts';

/** Takes a choice: at once in a thread that the server has loaded, else with the next message. Full access asks first. */
export async function takeChoice(desk: Desk, chosen: Partial<ThreadChoices>): Promise<void> {
  const { subject } = desk;
  if (!subject) return;
  if (isDangerous(chosen.permissions ?? null, subject.catalog) && !(await confirmDanger())) return;
  choose(desk.key, chosen);
  if (!subject.thread || !subject.loaded) return;
  const choices = choicesToSend(subject.source, composerEntry(desk.key).chosen);
  const result = await getClient().threads.setChoices({ ...subject.thread, choices });
  forgetChoices(desk.key);
  if (!result.ok) setNotice(desk.key, { kind: 'failed', action: 'choose', error: result.error });
  else if (subject.running) setNotice(desk.key, { kind: 'info', text: FROM_NEXT_TURN });
}

const FROM_NEXT_TURN = 'This holds from the next turn on. The one that runs goes on as it began.';

const confirmDanger = (): Promise<boolean> =>
  confirm({
    title: 'Give the agent full access?',
    text: 'It may then change any file on this computer, use the network and run any command, all without asking. A mistake, or a malicious text it reads, can do harm that cannot be undone. Use it only where that does not matter, such as in a container.',
    confirmLabel: 'Give full access',
    danger: true,
  });

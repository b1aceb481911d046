import type { Project } from '../../../src-shared/model/project.ts';
import { setNotice } from '../../state/composer-store.ts';
import { projectById, projectStore } from '../../state/project-store.ts';
import { serverById, serverStore } from '../../state/server-store.ts';
import { trustFolder, trustUnderway } from '../../state/trust-folder.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import type { Desk } from './desk.ts';

type Waiting = Pick<Desk, 'key' | 'subject' | 'isClosed'>;

const ANSWER_FIRST = 'Codex is up. Say first whether you trust this folder, then send your message.';
/** Desks whose message waits already: pressing Enter again sends nothing twice. */
const waiting = new Set<string>();

/**
 * Whether somebody trusts a new folder is asked of Codex first, which may still be starting: until then a message stays in the box. Null
 * when there is nothing to wait for; else whether it may go on now, which it may not where it waits already, where the box has gone, where
 * Codex does not start, or where the folder is not trusted: a question that comes by itself could be answered by what is being typed.
 */
export function untilTrustIsKnown(desk: Waiting): Promise<boolean> | null {
  const id = desk.subject?.project?.id ?? null;
  const isOpen = () => id !== null && projectById(id)?.trustKnown === false;
  if (!isOpen()) return null;
  if (waiting.has(desk.key)) return Promise.resolve(false);
  waiting.add(desk.key);
  setNotice(desk.key, { kind: 'info', text: 'Codex is starting. Your message waits here until it is up.' });
  return new Promise((resolve) => {
    const look = () => {
      const stopped = serverById(desk.subject?.serverId ?? null)?.phase.kind === 'stopped';
      if (isOpen() && !stopped && !desk.isClosed()) return;
      for (const stop of subscriptions) stop();
      waiting.delete(desk.key);
      const trusts = id !== null && projectById(id)?.trusted === true;
      if (!isOpen()) setNotice(desk.key, trusts ? null : { kind: 'info', text: ANSWER_FIRST });
      else if (stopped) setNotice(desk.key, { kind: 'failed', action: 'send', error: { code: 'server.not-running' } });
      resolve(trusts && !isOpen() && !desk.isClosed());
    };
    const subscriptions = [projectStore.subscribe(look), serverStore.subscribe(look)];
    look();
  });
}

/** A folder is asked about once, before anything runs in it. */
export async function trusted(project: Project): Promise<boolean> {
  if (projectById(project.id)?.trusted ?? project.trusted) return true;
  // Said a moment ago, and on its way.
  const said = trustUnderway(project.id);
  if (said) return said;
  const yes = await confirm({
    title: `Do you trust what is in ${project.name}?`,
    text: `Agents will read the files in ${project.path}, follow the instructions they find there, and run commands in it. Go on only with a folder whose content you trust. Codex notes your answer in its config.toml, so its command line knows it too.`,
    confirmLabel: 'Trust and start',
  });
  return yes && trustFolder(project.id);
}

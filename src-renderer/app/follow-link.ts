import type { FollowedLink } from '../../src-shared/contract/app.ts';
import type { LinkRefusal } from '../../src-shared/model/deep-link.ts';
import type { ThreadId, ThreadRef } from '../../src-shared/model/ids.ts';
import { assertNever } from '../../src-shared/assert-never.ts';
import { appInfoStore } from '../state/app-info-store.ts';
import { runCommand } from '../state/commands.ts';
import { summaryOf } from '../state/directories.ts';
import { serverStore } from '../state/server-store.ts';
import { showError, showToast } from '../state/toast-store.ts';
import { newThread, openPlugins, openSettings, openThread, SETTINGS_PAGES, uiStore } from '../state/ui-store.ts';

/** Shows what a link asks for. A prompt goes into the composer and waits there for the user. */
export function followLink(link: FollowedLink): void {
  switch (link.kind) {
    case 'thread': {
      const ref = refOf(link.threadId);
      if (ref) openThread(ref);
      return;
    }
    case 'newThread':
      if (link.project) uiStore.setState({ serverId: link.project.serverId });
      newThread(link.project?.projectId ?? null, link.prompt);
      if (link.prompt !== null)
        showToast({ title: 'A link filled in the message', text: 'Read it before you send it.' });
      return;
    case 'settings': {
      const page = link.page === null ? SETTINGS_PAGES[0] : SETTINGS_PAGES.find((name) => name === link.page);
      if (page) openSettings(page);
      else refuse(`settings/${link.page ?? ''}`, 'no-page');
      return;
    }
    case 'skills':
      openPlugins('skills');
      return;
    case 'plugin':
      openPlugins('plugins', link.pluginId);
      return;
    case 'automations':
      if (!runCommand('automations.show')) refuse('automations', 'no-page');
      return;
    default:
      assertNever(link);
  }
}

/** On the server whose list has the thread; a thread of no list is looked for where the user is, and its page says if it is not there. */
function refOf(threadId: ThreadId): ThreadRef | null {
  const refs = serverStore.getState().servers.map(({ id }) => ({ serverId: id, threadId }));
  const serverId = uiStore.getState().serverId ?? appInfoStore.getState().info?.firstServerId ?? null;
  return refs.find(summaryOf) ?? (serverId === null ? null : { serverId, threadId });
}

const refuse = (link: string, reason: LinkRefusal) => showError({ code: 'link.refused', link, reason });

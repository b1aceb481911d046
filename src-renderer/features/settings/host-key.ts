import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Host } from '../../../src-shared/model/host.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { restartServer } from '../../state/server-store.ts';
import { showError } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

type UnknownKey = Extract<AppError, { code: 'host.key-unknown' }>;

/** The user vouches for the key. Answers what was in the way, if anything. */
export async function trustKey({ destination, fingerprint }: UnknownKey): Promise<AppError | null> {
  const taken = await getClient().hosts.trustKey({ destination, fingerprint });
  return taken.ok ? null : taken.error;
}

/** Tries an SSH host, asks about its key where that is what is in the way, and connects. */
export async function checkKey({ id, label, place, serverId }: Host): Promise<void> {
  if (place.kind !== 'ssh') return;
  const tried = await getClient().hosts.test({ hostId: id, place });
  if (!tried.ok && tried.error.code !== 'host.key-unknown') {
    showError(tried.error);
    return;
  }
  if (!tried.ok) {
    const sure = await confirm({
      title: `Is this the key of ${label}?`,
      text: errorWords().appError(tried.error).text,
      confirmLabel: 'Trust this key',
    });
    const problem = sure ? await trustKey(tried.error as UnknownKey) : null;
    if (problem) showError(problem);
    if (!sure || problem) return;
  }
  await restartServer(serverId);
}

import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

export interface GitPlace {
  readonly serverId: ServerId;
  readonly folder: string;
}

/** Long enough to think about. */
const LEAVING_MS = 30_000;

/** Explains a refusal; says nothing when the user ended it. Answers whether it worked. */
function explained<T>(answer: Result<T, AppError>): answer is { readonly ok: true; readonly value: T } {
  if (!answer.ok && answer.error.code !== 'git.cancelled') showError(answer.error);
  return answer.ok;
}
const done = (title: string) => showToast({ title, tone: 'good' });

export async function initialize({ serverId, folder }: GitPlace): Promise<void> {
  if (explained(await getClient().git.init({ serverId, folder }))) done('Git repository initialized');
}
export async function fetchRemote({ serverId, folder }: GitPlace): Promise<void> {
  if (explained(await getClient().git.fetch({ serverId, folder }))) done('Fetched');
}
export async function pull({ serverId, folder }: GitPlace, rebase: boolean): Promise<void> {
  if (explained(await getClient().git.pull({ serverId, folder, rebase }))) done('Pulled');
}
export async function push({ serverId, folder }: GitPlace, force = false): Promise<boolean> {
  if (force) {
    const yes = await confirm({
      title: 'Overwrite the remote branch?',
      text: 'The remote branch is replaced by yours, unless somebody has pushed to it since you last fetched.',
      confirmLabel: 'Force push',
      danger: true,
    });
    if (!yes) return false;
  }
  const worked = explained(await getClient().git.push({ serverId, folder, force }));
  if (worked) done('Pushed');
  return worked;
}
/** `nameBranch`: asks for the name of a branch that keeps commits which no other one has. */
export async function switchBranch(
  { serverId, folder }: GitPlace,
  branch: string,
  nameBranch: () => void,
  leave = false,
): Promise<void> {
  const answer = await getClient().git.switchBranch({ serverId, folder, branch, leave });
  if (answer.ok || answer.error.code !== 'git.leaves-commits') {
    if (explained(answer)) done(`On ${branch}`);
    return;
  }
  showToast({
    ...errorWords().appError(answer.error),
    durationMs: LEAVING_MS,
    actions: [
      { label: 'Create branch here…', onSelect: nameBranch },
      {
        label: `Switch to ${branch}`,
        onSelect: () => void switchBranch({ serverId, folder }, branch, nameBranch, true),
      },
    ],
  });
}
export async function createBranch({ serverId, folder }: GitPlace, branch: string): Promise<boolean> {
  const answer = await getClient().git.createBranch({ serverId, folder, branch, from: null, checkout: true });
  if (explained(answer)) done(`On the new branch ${branch}`);
  return answer.ok;
}
export async function stashAll({ serverId, folder }: GitPlace): Promise<void> {
  if (explained(await getClient().git.stash({ serverId, folder, message: '', untracked: true }))) done('Stashed');
}
export async function applyStash({ serverId, folder }: GitPlace, commit: string, pop: boolean): Promise<void> {
  if (explained(await getClient().git.applyStash({ serverId, folder, commit, pop })))
    done(pop ? 'Stash popped' : 'Stash applied');
}
export async function cancelJob({ serverId, folder }: GitPlace): Promise<void> {
  explained(await getClient().git.cancelJob({ serverId, folder }));
}
export async function removeLock({ serverId, folder }: GitPlace): Promise<void> {
  const yes = await confirm({
    title: 'Remove the lock?',
    text: 'Only do this when no other Git command runs in this folder: two at once can damage the index.',
    confirmLabel: 'Remove lock',
    danger: true,
  });
  if (yes) explained(await getClient().git.removeLock({ serverId, folder }));
}
export async function abortOperation({ serverId, folder }: GitPlace, name: string): Promise<void> {
  const yes = await confirm({
    title: `Abort the ${name}?`,
    text: `Git goes back to where it was before the ${name} began. A snapshot is taken first: Recover brings back what you have resolved.`,
    confirmLabel: 'Abort',
    danger: true,
  });
  if (yes) explained(await getClient().git.abortOperation({ serverId, folder }));
}

export async function continueOperation({ serverId, folder }: GitPlace, name: string): Promise<void> {
  if (explained(await getClient().git.continueOperation({ serverId, folder }))) done(`The ${name} goes on`);
}

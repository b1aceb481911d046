import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';

interface Place {
  readonly serverId: ServerId;
  readonly folder: string;
}
const UNDO_MS = 15_000;

const explain = (error: AppError) => showError(error);

export async function stage(place: Place, target: ChangeTarget): Promise<void> {
  const answer = await getClient().review.stage({ serverId: place.serverId, folder: place.folder, target });
  if (!answer.ok) explain(answer.error);
}
export async function unstage(place: Place, target: ChangeTarget): Promise<void> {
  const answer = await getClient().review.unstage({ serverId: place.serverId, folder: place.folder, target });
  if (!answer.ok) explain(answer.error);
}

/** Takes changes back. A snapshot is taken first, so one line or file is not asked about; everything at once is. */
export async function revert(place: Place, target: ChangeTarget, what: string): Promise<void> {
  const { serverId, folder } = place;
  if (target.kind === 'all') {
    const yes = await confirm({
      title: 'Revert all that is not staged?',
      text: 'Every change in this folder that is not staged is taken back, and new files go. A snapshot is kept: Recover brings it back.',
      confirmLabel: 'Revert all',
      danger: true,
    });
    if (!yes) return;
  }
  const answer = await getClient().review.revert({ serverId, folder, target });
  const undo = (snapshotId: string) => ({
    label: 'Undo',
    onSelect: () => void bringBack(serverId, snapshotId, what, true),
  });
  if (answer.ok) {
    showToast({ title: `Reverted ${what}`, durationMs: UNDO_MS, actions: [undo(answer.value.snapshotId)] });
  } else if (answer.error.code === 'review.half-reverted') {
    showToast({
      title: `Only a part of ${what} was reverted`,
      text: answer.error.reason,
      durationMs: null,
      actions: [undo(answer.error.snapshotId)],
    });
  } else explain(answer.error);
}

/** Takes a revert back, or the taking back of one; what others wrote meanwhile stays. */
async function bringBack(serverId: ServerId, id: string, what: string, wasReverted: boolean): Promise<void> {
  const restored = await getClient().recover.restore({ serverId, id, to: 'place' });
  if (!restored.ok) {
    explain(restored.error);
    return;
  }
  const { redo } = restored.value;
  showToast({
    title: `${wasReverted ? 'Brought back' : 'Reverted'} ${what}`,
    durationMs: UNDO_MS,
    actions:
      redo === null
        ? []
        : [
            {
              label: wasReverted ? 'Redo' : 'Undo',
              onSelect: () => void bringBack(serverId, redo, what, !wasReverted),
            },
          ],
  });
}

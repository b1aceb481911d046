import type { GoalChange } from '../../../src-shared/contract/threads.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';

export async function changeGoal(thread: ThreadRef, change: GoalChange): Promise<void> {
  const result = await getClient().threads.changeGoal({ ...thread, change });
  if (!result.ok) showError(result.error);
}

import { getClient } from './client.ts';
import { showError } from './toast-store.ts';

/** Shows a file or folder of this machine in the system's file manager. */
export async function revealPath(path: string): Promise<void> {
  const answer = await getClient().app.reveal({ path });
  if (!answer.ok) showError(answer.error);
}

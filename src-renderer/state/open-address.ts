import { appInfoStore } from './app-info-store.ts';
import { getClient } from './client.ts';
import { showError } from './toast-store.ts';

/**
 * Opens an address of the web outside of Skein: in Electron the shell opens it in the user's browser, in a browser a tab does that knows
 * nothing of this one. Anything but http and https is refused with words: other schemes start programs.
 */
export async function openAddress(address: string): Promise<void> {
  if (!/^https?:\/\/[^/?#]/i.test(address)) {
    showError({ code: 'url.not-allowed', url: address });
    return;
  }
  if (appInfoStore.getState().info?.shell !== 'electron') {
    window.open(address, '_blank', 'noopener,noreferrer');
    return;
  }
  const result = await getClient().app.openExternal({ url: address });
  if (!result.ok) showError(result.error);
}

import { appInfoStore } from '../state/app-info-store.ts';
import { getClient } from '../state/client.ts';
import { showError } from '../state/toast-store.ts';

/** Opens a web or mail address outside of Skein: by the shell, or in a new tab where Skein itself is a page. */
export async function openAddress(url: string): Promise<void> {
  if (appInfoStore.getState().info?.shell === 'web') {
    const { protocol } = new URL(url, 'about:blank');
    if (['http:', 'https:', 'mailto:'].includes(protocol)) window.open(url, '_blank', 'noopener,noreferrer');
    else showError({ code: 'url.not-allowed', url });
    return;
  }
  const result = await getClient().app.openExternal({ url });
  if (!result.ok) showError(result.error);
}

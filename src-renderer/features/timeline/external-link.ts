import { appInfoStore } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { webAddress } from './web-address.ts';

/**
 * Props of a link to the web, none where the address is none: then its words stand there as words. In Electron the shell opens it in the
 * user's browser; in a browser it opens a tab that knows nothing of this one.
 */
export function externalLink(address: string) {
  const href = webAddress(address);
  if (href === null) return {};
  return {
    href,
    target: '_blank',
    rel: 'noopener noreferrer',
    onClick: (event: React.MouseEvent) => {
      if (appInfoStore.getState().info?.shell !== 'electron') return;
      event.preventDefault();
      void getClient()
        .app.openExternal({ url: href })
        .then((result) => {
          if (!result.ok) showError(result.error);
        });
    },
  };
}

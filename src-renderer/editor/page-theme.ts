import { useSyncExternalStore } from 'react';

const read = (): 'dark' | 'light' => (document.documentElement.dataset['theme'] === 'light' ? 'light' : 'dark');

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

/** The theme the page is drawn in, for libraries that bring colours of their own. */
export const usePageTheme = (): 'dark' | 'light' => useSyncExternalStore(subscribe, read);

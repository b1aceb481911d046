import { settingsStore } from '../state/settings-store.ts';

const DESIGN_FONT_PX = 13;
/** Read by `public/theme.js` before the first paint of the next start. */
const REMEMBERED_KEY = 'skein.theme';

/** Puts theme and text sizes of the settings onto the page, and follows the system where the theme says so. */
export function followTheme(): () => void {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const apply = () => {
    const { settings, known } = settingsStore.getState();
    if (!known) return;
    const { theme, uiFontSize, codeFontSize } = settings;
    const root = document.documentElement;
    root.dataset['theme'] = theme === 'system' ? (light.matches ? 'light' : 'dark') : theme;
    root.style.setProperty('--ui-px', `${uiFontSize / DESIGN_FONT_PX}px`);
    root.style.setProperty('--code-size', `${codeFontSize}px`);
    localStorage.setItem(REMEMBERED_KEY, theme);
  };
  apply();
  light.addEventListener('change', apply);
  const stop = settingsStore.subscribe(apply);
  return () => {
    light.removeEventListener('change', apply);
    stop();
  };
}

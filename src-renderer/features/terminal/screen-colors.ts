import type { ITheme } from '@xterm/xterm';

const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const bright = (name: string) => `bright${name.charAt(0).toUpperCase()}${name.slice(1)}` as keyof ITheme;

/** The colours of a terminal as the page's style sheets say them now: tokens, and the sixteen that programs choose from. */
export function screenColors(element: Element): ITheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const theme: { -readonly [K in keyof ITheme]: ITheme[K] } = {
    background: token('--bg-code'),
    foreground: token('--text-1'),
    cursor: token('--accent'),
    cursorAccent: token('--bg-code'),
    selectionBackground: token('--ansi-selection'),
    scrollbarSliderBackground: token('--scroll-thumb'),
    scrollbarSliderHoverBackground: token('--text-3'),
    scrollbarSliderActiveBackground: token('--text-3'),
  };
  for (const name of ANSI)
    Object.assign(theme, { [name]: token(`--ansi-${name}`), [bright(name)]: token(`--ansi-bright-${name}`) });
  return theme;
}

/** How matches of a search are marked; the library takes plain colours only. */
export function matchColors(element: Element) {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    matchBackground: token('--bg-selected'),
    matchOverviewRuler: token('--accent'),
    activeMatchBackground: token('--ansi-selection'),
    activeMatchBorder: token('--needs'),
    activeMatchColorOverviewRuler: token('--needs'),
  };
}

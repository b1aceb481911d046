/**
 * Marks an element as having a tooltip. One lazily loaded layer (`overlays.tsx`) shows it for whichever element is hovered or
 * focused, so that a list of thousands of buttons carries no tooltip machinery. `key` is a key as in `Kbd`.
 */
export const tooltip = (text: string, key = ''): Readonly<Record<`data-${string}`, string>> =>
  key === '' ? { 'data-tip': text } : { 'data-tip': text, 'data-tip-key': key };

/**
 * Whether a key press belongs to an input method. Safari ends a composition before the key that ended it arrives: `isComposing` is
 * false by then, and only the old key code 229 tells.
 */
export const isComposing = (event: KeyboardEvent): boolean =>
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other sign in Safari
  event.isComposing || event.keyCode === 229;

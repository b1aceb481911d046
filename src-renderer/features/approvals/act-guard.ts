/**
 * A card ignores keys and clicks for this long after it appeared or moved, so that a message being typed, a second click or a click
 * aimed at what stood there before never answers it.
 */
export const ACT_GUARD_MS = 500;

export interface CardKey {
  readonly key: string;
  readonly modified: boolean;
  /** The key is held down from before. */
  readonly repeat: boolean;
  readonly composing: boolean;
  /** The focus is in a text field of the card, where letters are text. */
  readonly inTextField: boolean;
}
export type CardKeyAction = 'approveOnce' | 'approveSession' | 'alwaysAllow' | 'decline';

const KEYS: Readonly<Record<string, CardKeyAction>> = {
  y: 'approveOnce',
  s: 'approveSession',
  a: 'alwaysAllow',
  n: 'decline',
};

/**
 * What a key pressed inside a card means. The card's listener hears only keys whose target is inside it, that is, while it has
 * the focus. Enter and Space are left to the focused button.
 *
 * @param armed false in the first `ACT_GUARD_MS`
 */
export function cardKeyAction(press: CardKey, armed: boolean): CardKeyAction | null {
  if (!armed || press.repeat || press.composing || press.modified || press.inTextField) return null;
  return Object.hasOwn(KEYS, press.key) ? (KEYS[press.key] ?? null) : null;
}

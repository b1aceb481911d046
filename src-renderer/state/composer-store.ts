import { create } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { ThreadChoices } from '../../src-shared/contract/fields.ts';
import type { TurnId } from '../../src-shared/model/ids.ts';

/** Something the composer has to say above the text; it goes with the next change that answers it. */
export type ComposerNotice =
  | {
      readonly kind: 'failed';
      readonly action: 'send' | 'stop' | 'choose' | 'image' | 'fork';
      readonly error: AppError;
    }
  | { readonly kind: 'problem'; readonly text: string }
  /** The account may not go on; `untilMs` as in `LimitBlock`. */
  | { readonly kind: 'limit'; readonly untilMs: number | null }
  | { readonly kind: 'info'; readonly text: string }
  /** What a thread runs with, asked for with `/status`. */
  | { readonly kind: 'status'; readonly rows: readonly (readonly [name: string, value: string])[] };

/** What belongs to one composer besides its text, which lives in the text area alone. */
export interface ComposerEntry {
  /** Chosen here and not yet what the thread runs with: goes with the next message. */
  readonly chosen: Partial<ThreadChoices>;
  readonly notice: ComposerNotice | null;
  /** Messages on their way to the core. */
  readonly sending: number;
  /** Images on their way to the core. */
  readonly uploading: number;
  readonly editing: EditingPrevious | null;
}
/** An earlier message stands in the box; Enter forks the thread before it. */
export interface EditingPrevious {
  /** From 0, the newest. */
  readonly at: number;
  readonly of: number;
  readonly turnId: TurnId;
}
const NEW_ENTRY: ComposerEntry = { chosen: {}, notice: null, sending: 0, uploading: 0, editing: null };

/** Keyed by `draftKey`. */
export const useComposers = create<Readonly<Record<string, ComposerEntry>>>(() => ({}));

export const useComposerEntry = (key: string): ComposerEntry => useComposers((all) => all[key] ?? NEW_ENTRY);

export const composerEntry = (key: string): ComposerEntry => useComposers.getState()[key] ?? NEW_ENTRY;

const change = (key: string, part: Partial<ComposerEntry>) =>
  useComposers.setState((all) => ({ [key]: { ...(all[key] ?? NEW_ENTRY), ...part } }));

export const setNotice = (key: string, notice: ComposerNotice | null): void => {
  if (composerEntry(key).notice !== notice) change(key, { notice });
};
export const setEditing = (key: string, editing: EditingPrevious | null): void => change(key, { editing });
export const choose = (key: string, chosen: Partial<ThreadChoices>): void =>
  change(key, { chosen: { ...composerEntry(key).chosen, ...chosen } });
export const forgetChoices = (key: string): void => change(key, { chosen: {} });
export const sendStarted = (key: string): void => change(key, { sending: composerEntry(key).sending + 1 });
export const sendEnded = (key: string): void => change(key, { sending: Math.max(0, composerEntry(key).sending - 1) });
export const uploadStarted = (key: string): void => change(key, { uploading: composerEntry(key).uploading + 1 });
export const uploadEnded = (key: string): void =>
  change(key, { uploading: Math.max(0, composerEntry(key).uploading - 1) });

/** Addresses of images that this page took in itself, by image id; others are asked of the core. */
const imageUrls = new Map<string, string>();
export const imageUrlOf = (imageId: string): string | null => imageUrls.get(imageId) ?? null;
export const noteImageUrl = (imageId: string, url: string): void => void imageUrls.set(imageId, url);

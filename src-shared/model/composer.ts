import type { QueueEntryId } from './ids.ts';

/** What the composer sends. `image`: an id answered by `files.addImage`. */
export type InputPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly imageId: string; readonly name: string }
  | { readonly kind: 'mention'; readonly name: string; readonly path: string }
  | { readonly kind: 'skill'; readonly name: string; readonly path: string };

export interface Draft {
  readonly parts: readonly InputPart[];
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}

/** Something the user sent before, to be sent again. */
export interface EarlierPrompt {
  /** As it is written in the message box: files as `@name`, skills as `$name`. */
  readonly text: string;
  /** What those words stand for. */
  readonly named: readonly Extract<InputPart, { kind: 'mention' | 'skill' }>[];
}

export interface QueueEntry {
  readonly id: QueueEntryId;
  readonly parts: readonly InputPart[];
  readonly createdAt: number;
  readonly held: QueueHold | null;
}

export type QueueHold =
  /** The last try failed, or the user paused it. Nothing sends it until the user says so. */
  | { readonly reason: 'failed' | 'interrupted' | 'paused'; readonly message: string | null }
  /** Goes by itself once somebody is signed in at the model provider of this name. */
  | { readonly reason: 'signIn'; readonly provider: string }
  /** Goes by itself once the account may go on. `untilMs`: when that should be, milliseconds since the epoch; null: nobody says. */
  | { readonly reason: 'limit'; readonly untilMs: number | null };

import type { Content, ImagePart, PastedText, TokenPart } from './tokens.ts';
import { addToken, EMPTY_CONTENT } from './tokens.ts';
import { findTrigger, isShellCommand, type Trigger } from './trigger.ts';

/** The part of a text area that the editor uses. */
export interface TextBox {
  value: string;
  readonly textLength: number;
  readonly selectionStart: number;
  readonly selectionEnd: number;
  setSelectionRange(start: number, end: number): void;
  focus(options?: { preventScroll?: boolean }): void;
}

/** Replaces a range the way typing does, so that undo knows it. False when that cannot be done now. */
export type InsertText = (start: number, end: number, text: string) => boolean;

/** What the composer draws besides the text. A new object only when something in it changed, so most key presses render nothing. */
export interface EditorView {
  readonly empty: boolean;
  /** The message is a `!command`. */
  readonly shell: boolean;
  /** From here on the box has a fixed height and marks nothing in the text: both would cost time in proportion to the text. */
  readonly long: boolean;
  readonly trigger: Trigger | null;
  readonly tokens: readonly TokenPart[];
  readonly images: readonly ImagePart[];
}
export const LONG_TEXT_CHARS = 4_000;
/** Leading white space that is looked at to tell an empty message. */
const BLANK_WINDOW_CHARS = 2_000;

const sameTrigger = (a: Trigger | null, b: Trigger | null) =>
  a === b || (a !== null && b !== null && a.kind === b.kind && a.from === b.from && a.query === b.query);

/**
 * Holds one message while it is written. The text lives in the text area alone; a key press reads a few hundred characters around the
 * caret, whatever the length of the text. Everything that needs the whole text (send, save) asks for `content()`.
 */
export class MessageEditor {
  private box: TextBox | null = null;
  private insertText: InsertText = () => false;
  /** The text while no box is there. */
  private detachedText = '';
  private current: EditorView = view(EMPTY_CONTENT.text, EMPTY_CONTENT, null);
  private readonly listeners = new Set<() => void>();
  private readonly textListeners = new Set<() => void>();
  /** The popup was closed by hand for the word that begins here. */
  private dismissedFrom: number | null = null;
  /** Counts everything that changed the message, so that a late draft never overwrites what was typed meanwhile. */
  changes = 0;

  /** `changed`: called after every change of the message, never for a mere move of the caret. */
  constructor(private readonly changed: () => void) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly view = (): EditorView => this.current;
  /** Told when the text was replaced by other means than typing. */
  readonly subscribeText = (listener: () => void): (() => void) => {
    this.textListeners.add(listener);
    return () => this.textListeners.delete(listener);
  };

  /** Connects the text area; the answer disconnects it and keeps the text. */
  readonly attach = (box: TextBox, insertText: InsertText = () => false): (() => void) => {
    box.value = this.detachedText;
    this.box = box;
    this.insertText = insertText;
    return () => {
      this.detachedText = box.value;
      this.box = null;
    };
  };

  text(): string {
    return this.box?.value ?? this.detachedText;
  }
  chars(): number {
    return this.box?.textLength ?? this.detachedText.length;
  }
  content(): Content {
    return { text: this.text(), tokens: this.current.tokens, images: this.current.images };
  }
  selection(): { readonly start: number; readonly end: number } {
    const end = this.chars();
    return this.box ? { start: this.box.selectionStart, end: this.box.selectionEnd } : { start: end, end };
  }
  focus(): void {
    this.box?.focus({ preventScroll: true });
  }

  /** The text area's text changed under the user's hands. `composing`: an input method is at work; no popup then. */
  typed(composing = false): void {
    this.refresh(composing ? null : this.triggerHere());
    this.notify();
  }
  /** The caret moved without a change: a popup may close by it, but never opens. */
  caretMoved(): void {
    if (this.current.trigger) this.set({ ...this.current, trigger: this.triggerHere() });
  }
  dismissPopup(): void {
    this.dismissedFrom = this.current.trigger?.from ?? null;
    this.set({ ...this.current, trigger: null });
  }

  /** Puts another message into the box, caret at its end. */
  replace(content: Content): void {
    this.load(content);
    this.notify();
  }
  /** The same for a message that is stored already: nothing has changed. */
  load(content: Content): void {
    this.write(content.text, content.text.length);
    this.dismissedFrom = null;
    this.set(view(content.text, content, null));
  }
  /** Puts a word in the place of the half-written one that the popup was about. `goOn`: the search goes on inside of it. */
  accept(trigger: Trigger, word: string, token: TokenPart | null, goOn = false): void {
    const to = trigger.from + trigger.query.length + 1;
    const space = goOn || /^\s/.test(this.text().slice(to, to + 1)) ? '' : ' ';
    this.splice(trigger.from, to, word + space, token ? [token] : []);
    const caret = trigger.from + word.length + (goOn ? 0 : 1);
    this.box?.setSelectionRange(caret, caret);
    this.set({ ...this.current, trigger: goOn ? this.triggerHere() : null });
    this.notify();
  }
  /** Adds words in the place of the selection, apart from what stands around it. */
  insert(words: string, tokens: readonly TokenPart[] = []): void {
    const text = this.text();
    const { start, end } = this.selection();
    const before = start > 0 && !/\s/.test(text.charAt(start - 1)) ? ' ' : '';
    const after = /^\s/.test(text.slice(end, end + 1)) ? '' : ' ';
    this.splice(start, end, before + words + after, tokens);
    this.notify();
  }
  /** Folds a long text into its name, in the place of the selection. */
  paste(pasted: PastedText): void {
    const { start, end } = this.selection();
    this.splice(start, end, pasted.name, [pasted]);
    this.notify();
  }
  /** Puts a folded text in its place as it is. */
  unfold(pasted: PastedText): void {
    const at = this.text().indexOf(pasted.name);
    if (at < 0) return;
    const tokens = this.current.tokens.filter((token) => token !== pasted);
    const text = this.text();
    this.load({
      ...this.content(),
      text: text.slice(0, at) + pasted.text + text.slice(at + pasted.name.length),
      tokens,
    });
    this.notify();
  }
  setImages(images: readonly ImagePart[]): void {
    this.set({ ...this.current, images, empty: images.length === 0 && isBlank(this.text()) });
    this.notify();
  }

  private splice(start: number, end: number, words: string, tokens: readonly TokenPart[]): void {
    const known = tokens.reduce(addToken, this.current.tokens);
    if (!this.insertText(start, end, words)) {
      const text = this.text();
      this.write(text.slice(0, start) + words + text.slice(end), start + words.length);
    }
    this.set(view(this.text(), { ...this.content(), tokens: known }, null));
  }
  private write(text: string, caret: number): void {
    if (!this.box) {
      this.detachedText = text;
      return;
    }
    this.box.value = text;
    this.box.setSelectionRange(caret, caret);
    for (const listener of this.textListeners) listener();
  }
  private triggerHere(): Trigger | null {
    const { start, end } = this.selection();
    if (start !== end) return null;
    const trigger = findTrigger(this.text(), end);
    if (trigger?.from !== this.dismissedFrom) this.dismissedFrom = null;
    return this.dismissedFrom === null ? trigger : null;
  }
  private refresh(trigger: Trigger | null): void {
    this.set({ ...view(this.text(), this.content(), trigger) });
  }
  private notify(): void {
    this.changes += 1;
    this.changed();
  }
  private set(next: EditorView): void {
    const now = this.current;
    const same =
      now.empty === next.empty &&
      now.shell === next.shell &&
      now.long === next.long &&
      now.tokens === next.tokens &&
      now.images === next.images &&
      sameTrigger(now.trigger, next.trigger);
    if (same) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }
}

const isBlank = (text: string) => text.length < BLANK_WINDOW_CHARS && !/\S/.test(text);

function view(text: string, content: Pick<Content, 'tokens' | 'images'>, trigger: Trigger | null): EditorView {
  return {
    empty: content.images.length === 0 && isBlank(text),
    shell: isShellCommand(text),
    long: text.length > LONG_TEXT_CHARS,
    trigger,
    tokens: content.tokens,
    images: content.images,
  };
}

import type { DraftTarget } from '../../../src-shared/contract/composer.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { Catalog } from '../../../src-shared/model/catalog.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { draftKey, flushDrafts, heldDraft, loadDraft, saveDraftSoon } from '../../state/draft.ts';
import { composerEntry, setNotice } from '../../state/composer-store.ts';
import { knownPrompts, loadPrompts, namedIn } from '../../state/prompt-history.ts';
import type { Source } from './choices.ts';
import { START_OF_WALK, stepHistory, type HistoryWalk } from './history-walk.ts';
import { MessageEditor } from './message-editor.ts';
import { addToken, EMPTY_CONTENT, fromParts, joinContents, toParts, type Content } from './tokens.ts';

/** What a message is written for, and what is known of it now. */
export interface Subject {
  readonly serverId: ServerId | null;
  /** Null until it is known. */
  readonly cwd: string | null;
  readonly thread: ThreadRef | null;
  /** Of the new-thread page. */
  readonly project: Project | null;
  /** A turn runs or waits for the user. */
  readonly running: boolean;
  /** What the thread runs with; null for one that does not exist yet. */
  readonly source: Source;
  /** The server has the thread loaded: choices take effect by themselves. */
  readonly loaded: boolean;
  readonly catalog: Catalog | null;
}

/**
 * One composer: the message in it, the ones on their way, and the walk through what was sent before. It outlives renders, not the
 * thread's view; what must survive is a draft.
 */
export class Desk {
  readonly key: string;
  readonly editor: MessageEditor;
  subject: Subject | null = null;
  /** The element around the message, for lists that open over it. */
  frame: Element | null = null;
  /** Sent and not yet taken by the core: still part of the draft. */
  private onTheWay: readonly Content[] = [];
  private walk: HistoryWalk = START_OF_WALK;
  private walking = false;
  private closed = false;
  private loading: Promise<void> = Promise.resolve();

  constructor(readonly target: DraftTarget) {
    this.key = draftKey(target);
    this.editor = new MessageEditor(() => this.changed());
  }

  readonly setFrame = (frame: Element | null): void => {
    this.frame = frame;
  };
  readonly update = (subject: Subject): void => {
    this.subject = subject;
  };

  /** Brings the draft back, unless something was written meanwhile. Returns the way to stop. */
  open(): () => void {
    this.closed = false;
    const held = heldDraft(this.target);
    if (held) this.bringBack(held);
    this.loading = loadDraft(this.target).then((stored) => {
      // The same text would only move the caret.
      if (stored && JSON.stringify(stored) !== JSON.stringify(held ?? [])) this.bringBack(stored);
    });
    return () => {
      this.closed = true;
      void flushDrafts(this.target);
    };
  }
  /** Resolves when the draft, if there is one, stands in the box. */
  ready(): Promise<void> {
    return this.loading;
  }
  private bringBack(parts: readonly InputPart[]): void {
    if (!this.closed && this.editor.changes === 0) this.editor.load(fromParts(parts));
  }
  isClosed(): boolean {
    return this.closed;
  }

  /** Takes the message out of the box; it stays in the draft until `arrived` or `comeBack`. */
  take(): Content {
    const content = this.editor.content();
    this.onTheWay = [...this.onTheWay, content];
    this.walk = START_OF_WALK;
    this.editor.replace(EMPTY_CONTENT);
    return content;
  }
  arrived(content: Content): void {
    this.onTheWay = this.onTheWay.filter((other) => other !== content);
    this.save();
    void flushDrafts(this.target);
  }
  /** It could not be sent: back into the box, before what was written since. */
  comeBack(content: Content): void {
    this.onTheWay = this.onTheWay.filter((other) => other !== content);
    this.editor.replace(joinContents([content, this.editor.content()]));
  }

  /** One step through the history. False when there is nowhere to go. */
  async step(direction: 'older' | 'newer'): Promise<boolean> {
    const cwd = this.subject?.cwd ?? null;
    if (this.walk.at === 0) {
      if (direction === 'newer') return false;
      if (knownPrompts(cwd).length === 0) await loadPrompts(cwd);
      else void loadPrompts(cwd);
    }
    const step = stepHistory(this.walk, knownPrompts(cwd), this.editor.text(), direction);
    if (!step) return false;
    this.walk = step.walk;
    this.walking = true;
    const { images, tokens } = this.editor.content();
    const entry = fromParts([{ kind: 'text', text: step.text }]);
    const known = [...entry.tokens, ...namedIn(step.text)];
    this.editor.replace({ text: entry.text, tokens: known.reduce(addToken, tokens), images });
    this.walking = false;
    return true;
  }

  /** The user typed: what was said about the message before no longer fits. A failure stays until it is sent again or closed. */
  typed(composing: boolean): void {
    this.editor.typed(composing);
    const { notice } = composerEntry(this.key);
    if (notice && notice.kind !== 'failed') setNotice(this.key, null);
  }

  private changed(): void {
    if (!this.walking && this.editor.view().empty) this.walk = START_OF_WALK;
    this.save();
  }
  private save(): void {
    const folded = this.editor
      .view()
      .tokens.reduce((sum, one) => sum + (one.kind === 'pasted' ? one.text.length : 0), 0);
    saveDraftSoon(this.target, () => toParts(this.whole()), this.editor.chars() + folded);
  }
  /** Everything that would be lost with the page: what is on its way, the message a walk began from, and what stands in the box. */
  private whole(): Content {
    const began = this.walk.at > 0 ? (this.walk.edited[0] ?? '') : '';
    const own = { ...EMPTY_CONTENT, text: began, tokens: this.editor.view().tokens };
    return joinContents([...this.onTheWay, own, this.editor.content()]);
  }
}

import { describe, expect, it } from 'vitest';
import { LONG_TEXT_CHARS, MessageEditor, type TextBox } from './message-editor.ts';
import { EMPTY_CONTENT, FOLD_CHARS, foldText, type TokenPart } from './tokens.ts';

/** A text area as far as the editor uses one. */
class Box implements TextBox {
  value = '';
  selectionStart = 0;
  selectionEnd = 0;
  get textLength() {
    return this.value.length;
  }
  setSelectionRange(start: number, end: number) {
    this.selectionStart = start;
    this.selectionEnd = end;
  }
  focus() {
    /* nothing to see here */
  }
}
const worker: TokenPart = { kind: 'mention', name: 'worker.ts', path: '/repo/worker.ts' };

function editing(text = '') {
  const seen = { changes: 0, renders: 0 };
  const editor = new MessageEditor(() => (seen.changes += 1));
  editor.subscribe(() => (seen.renders += 1));
  const box = new Box();
  const detach = editor.attach(box);
  const type = (words: string) => {
    for (const letter of words) {
      box.value = box.value.slice(0, box.selectionStart) + letter + box.value.slice(box.selectionEnd);
      box.setSelectionRange(box.selectionStart + 1, box.selectionStart + 1);
      editor.typed();
    }
  };
  type(text);
  return { editor, box, type, detach, seen };
}

describe('MessageEditor', () => {
  it('renders only when something besides the text changes', () => {
    const { seen } = editing('a whole sentence is typed');
    expect(seen).toEqual({ changes: 25, renders: 1 });
  });
  it('opens a popup while a word is typed, closes it when the caret leaves, and not again by moving back', () => {
    const { editor, box } = editing('see @wo');
    expect(editor.view().trigger).toEqual({ kind: 'file', from: 4, query: 'wo' });
    box.setSelectionRange(2, 2);
    editor.caretMoved();
    expect(editor.view().trigger).toBeNull();
    box.setSelectionRange(7, 7);
    editor.caretMoved();
    expect(editor.view().trigger).toBeNull();
  });
  it('leaves a dismissed popup closed for that word only', () => {
    const { editor, type } = editing('@wo');
    editor.dismissPopup();
    type('r');
    expect(editor.view().trigger).toBeNull();
    type(' @w');
    expect(editor.view().trigger).toEqual({ kind: 'file', from: 5, query: 'w' });
  });
  it('puts the chosen word in place and knows what it stands for', () => {
    const { editor, box } = editing('see @wo');
    const trigger = editor.view().trigger;
    if (trigger) editor.accept(trigger, '@worker.ts', worker);
    expect(box.value).toBe('see @worker.ts ');
    expect(box.selectionStart).toBe(15);
    expect(editor.content()).toEqual({ text: 'see @worker.ts ', tokens: [worker], images: [] });
    expect(editor.view().trigger).toBeNull();
  });
  it('goes on with the search inside a folder', () => {
    const { editor, box } = editing('@sr');
    const trigger = editor.view().trigger;
    if (trigger) editor.accept(trigger, '@src/', null, true);
    expect(box.value).toBe('@src/');
    expect(editor.view().trigger).toEqual({ kind: 'file', from: 0, query: 'src/' });
  });
  it('opens nothing while an input method composes', () => {
    const { editor, box } = editing();
    box.value = '@';
    box.setSelectionRange(1, 1);
    editor.typed(true);
    expect(editor.view().trigger).toBeNull();
  });
  it('adds words at the caret, apart from what stands there', () => {
    const { editor, box } = editing('look');
    editor.insert('@worker.ts', [worker]);
    expect(box.value).toBe('look @worker.ts ');
    expect(editor.content().tokens).toEqual([worker]);
  });
  it('puts no second space after a word in the middle', () => {
    const { editor, box } = editing('@wo');
    box.value = '@wo now';
    const trigger = editor.view().trigger;
    if (trigger) editor.accept(trigger, '@worker.ts', worker);
    expect([box.value, box.selectionStart]).toEqual(['@worker.ts now', 11]);
  });
  it('writes the way typing does where it can, so that undo knows it', () => {
    const editor = new MessageEditor(() => undefined);
    const box = new Box();
    const written: unknown[] = [];
    editor.attach(box, (...range) => {
      written.push(range);
      box.value = range[2];
      return true;
    });
    editor.insert('@worker.ts', [worker]);
    expect(written).toEqual([[0, 0, '@worker.ts ']]);
    expect(editor.content()).toEqual({ text: '@worker.ts ', tokens: [worker], images: [] });
  });
  it('folds a long text and unfolds it', () => {
    const { editor, box } = editing('see: ');
    const pasted = foldText('x'.repeat(FOLD_CHARS));
    editor.paste(pasted);
    expect(box.value).toBe(`see: ${pasted.name}`);
    editor.unfold(pasted);
    expect(editor.content()).toEqual({ text: `see: ${pasted.text}`, tokens: [], images: [] });
    expect(editor.view().long).toBe(true);
  });
  it('keeps its text while no box is there', () => {
    const { editor, detach } = editing('keep me');
    detach();
    expect(editor.content().text).toBe('keep me');
    editor.replace({ ...EMPTY_CONTENT, text: 'other' });
    const again = new Box();
    editor.attach(again);
    expect(again.value).toBe('other');
  });
  it('tells empty, shell and long messages', () => {
    const { editor } = editing();
    const look = (text: string) => {
      editor.replace({ ...EMPTY_CONTENT, text });
      const { empty, shell, long } = editor.view();
      return { empty, shell, long };
    };
    expect(look(' \n')).toEqual({ empty: true, shell: false, long: false });
    expect(look('!ls')).toEqual({ empty: false, shell: true, long: false });
    expect(look('x'.repeat(LONG_TEXT_CHARS + 1))).toEqual({ empty: false, shell: false, long: true });
    editor.replace(EMPTY_CONTENT);
    editor.setImages([{ kind: 'image', imageId: 'i', name: 'n' }]);
    expect(editor.view().empty).toBe(false);
  });
});

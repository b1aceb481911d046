import {
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
  type KeyboardEvent as ReactKeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import UnfoldVertical from 'lucide-react/icons/unfold-vertical';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import type { Desk } from './desk.ts';
import { LONG_TEXT_CHARS } from './message-editor.ts';
import { FOLD_CHARS, foldText, tokenRanges, type TokenPart } from './tokens.ts';
import styles from './composer.module.css';

/** Browsers that cannot size a text area by its content get its height set, for texts that are short. */
const SIZES_ITSELF = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content');

function growToContent(box: HTMLTextAreaElement): void {
  if (SIZES_ITSELF || box.textLength > LONG_TEXT_CHARS) return;
  box.style.height = 'auto';
  box.style.height = `${box.scrollHeight}px`;
}

/** Where the message is written: a plain text area, so that every input method, spell checker and shortcut works as everywhere. */
export function MessageBox(props: {
  readonly desk: Desk;
  readonly placeholder: string;
  readonly popup: { readonly listId: string; readonly activeId: string | undefined } | null;
  readonly describedBy: string | undefined;
  readonly onKeyDown: (event: ReactKeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onFiles: (files: readonly File[], uriList: string) => void;
}) {
  const { desk, popup } = props;
  const { editor } = desk;
  const ref = useRef<HTMLTextAreaElement>(null);
  const view = useSyncExternalStore(editor.subscribe, editor.view);
  const text = useTextOf(desk, ref, view.tokens.length > 0 && !view.long);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const detach = editor.attach(box, (start, end, text) => insertAsTyped(box, start, end, text));
    const unsubscribe = editor.subscribeText(() => growToContent(box));
    return () => {
      unsubscribe();
      detach();
    };
  }, [editor]);
  return (
    <div className={styles.writing}>
      {view.tokens.length > 0 && !view.long && <TokenMarks tokens={view.tokens} text={text} box={ref} />}
      <textarea
        ref={ref}
        aria-label="Message"
        dir="auto"
        aria-haspopup="listbox"
        aria-controls={popup?.listId}
        aria-activedescendant={popup?.activeId}
        aria-autocomplete="list"
        aria-describedby={props.describedBy}
        className={classNames(styles.box, view.long && styles.long, view.shell && styles.shell)}
        placeholder={props.placeholder}
        rows={1}
        spellCheck={!view.long}
        onInput={(event) => {
          desk.typed(isComposingInput(event.nativeEvent));
          growToContent(event.currentTarget);
        }}
        onCompositionEnd={() => desk.typed(false)}
        onSelect={() => editor.caretMoved()}
        onKeyDown={props.onKeyDown}
        onPaste={(event) => {
          const text = event.clipboardData.getData('text/plain');
          if (text.length >= FOLD_CHARS) {
            event.preventDefault();
            editor.paste(foldText(text));
            return;
          }
          const files = [...event.clipboardData.files];
          // A copied table or page often brings a picture of itself beside the text: the text is meant.
          if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
          event.preventDefault();
          props.onFiles(files, '');
        }}
      />
      {!view.long && <PastedTexts desk={desk} tokens={view.tokens} text={text} />}
    </div>
  );
}

/** Browsers keep their undo only for what is put in as if it were typed; this old call is the one way to do that in a text area. */
function insertAsTyped(box: HTMLTextAreaElement, start: number, end: number, text: string): boolean {
  if (document.activeElement !== box) return false;
  box.setSelectionRange(start, end);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- there is no other way that undo knows of
  return document.execCommand('insertText', false, text);
}

const isComposingInput = (event: Event): boolean => event instanceof InputEvent && event.isComposing;

/** The text, followed only where something in it is drawn: a short one that holds tokens. */
function useTextOf(desk: Desk, box: RefObject<HTMLTextAreaElement | null>, follow: boolean): string {
  const [text, setText] = useState('');
  useEffect(() => {
    const area = box.current;
    if (!area || !follow) return;
    const read = () => setText(area.value);
    const unsubscribe = desk.editor.subscribeText(read);
    area.addEventListener('input', read);
    read();
    return () => {
      unsubscribe();
      area.removeEventListener('input', read);
    };
  }, [desk, box, follow]);
  return text;
}

/** Marks the tokens behind the text, letter for letter in the same place. */
function TokenMarks(props: {
  readonly tokens: readonly TokenPart[];
  readonly text: string;
  readonly box: RefObject<HTMLTextAreaElement | null>;
}) {
  const { text, box } = props;
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const area = box.current;
    const scroll = () => {
      if (layer.current && area) layer.current.scrollTop = area.scrollTop;
    };
    area?.addEventListener('scroll', scroll);
    return () => area?.removeEventListener('scroll', scroll);
  }, [box]);
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const { start, end } of tokenRanges(text, props.tokens)) {
    pieces.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  // The space keeps the height of a last, empty line.
  pieces.push(`${text.slice(from)} `);
  return (
    <div ref={layer} aria-hidden="true" dir="auto" className={styles.marks}>
      {pieces}
    </div>
  );
}

/** A way to see what was folded. */
function PastedTexts(props: { readonly desk: Desk; readonly tokens: readonly TokenPart[]; readonly text: string }) {
  const folded = props.tokens
    .filter((token) => token.kind === 'pasted')
    .filter(({ name }) => props.text.includes(name));
  if (folded.length === 0) return null;
  return (
    <div className={styles.pasted}>
      {folded.map((pasted) => (
        <Button
          key={pasted.name}
          size="s"
          tone="ghost"
          icon={<UnfoldVertical size={12} aria-hidden="true" />}
          data-tip="It is sent in full either way. In the box, a very long text makes typing slow."
          onClick={() => {
            props.desk.editor.unfold(pasted);
            props.desk.editor.focus();
          }}
        >
          Show {pasted.name.slice(1, -1).toLowerCase()}
        </Button>
      ))}
    </div>
  );
}

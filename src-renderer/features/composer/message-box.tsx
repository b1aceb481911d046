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
import { classNames } from '../../ui/class-names.ts';
import type { Desk } from './desk.ts';
import { LONG_TEXT_CHARS } from './message-editor.ts';
import { tokenRanges } from './tokens.ts';
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
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const detach = editor.attach(box);
    const unsubscribe = editor.subscribeText(() => growToContent(box));
    return () => {
      unsubscribe();
      detach();
    };
  }, [editor]);
  return (
    <div className={styles.writing}>
      {view.tokens.length > 0 && !view.long && <TokenMarks desk={desk} box={ref} />}
      <textarea
        ref={ref}
        aria-label="Message"
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
          const files = [...event.clipboardData.files];
          // A copied table or page often brings a picture of itself beside the text: the text is meant.
          if (files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
          event.preventDefault();
          props.onFiles(files, '');
        }}
      />
    </div>
  );
}

const isComposingInput = (event: Event): boolean => event instanceof InputEvent && event.isComposing;

/** Marks the mentions and skills behind the text, letter for letter in the same place. Only for texts that are not long. */
function TokenMarks({ desk, box }: { readonly desk: Desk; readonly box: RefObject<HTMLTextAreaElement | null> }) {
  const [text, setText] = useState(() => desk.editor.text());
  const layer = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const area = box.current;
    if (!area) return;
    const follow = () => setText(area.value);
    const scroll = () => {
      if (layer.current) layer.current.scrollTop = area.scrollTop;
    };
    const unsubscribe = desk.editor.subscribeText(follow);
    area.addEventListener('input', follow);
    area.addEventListener('scroll', scroll);
    follow();
    return () => {
      unsubscribe();
      area.removeEventListener('input', follow);
      area.removeEventListener('scroll', scroll);
    };
  }, [desk, box]);
  const pieces: ReactNode[] = [];
  let from = 0;
  for (const { start, end } of tokenRanges(text, desk.editor.view().tokens)) {
    pieces.push(text.slice(from, start), <mark key={start}>{text.slice(start, end)}</mark>);
    from = end;
  }
  // The space keeps the height of a last, empty line.
  pieces.push(`${text.slice(from)} `);
  return (
    <div ref={layer} aria-hidden="true" className={styles.marks}>
      {pieces}
    </div>
  );
}

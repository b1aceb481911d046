import { useEffect, useRef, useState } from 'react';
import { runCommand } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import { commentText, readPicked, type Picked, type PickedBox, type PickedElement } from './preview-comment.ts';
import styles from './preview.module.css';

/** A page that does not answer in this time cannot tell its elements. */
const ANSWER_MS = 250;
/** Less than this is a click, not an area. */
const MIN_DRAG_PX = 6;
let nextQuestion = 1;

/** Lies over a preview while a place in it is chosen: a click takes an element, where the page can tell it, dragging takes an area. */
export function CommentLayer(props: {
  readonly frame: React.RefObject<HTMLIFrameElement | null>;
  readonly area: React.RefObject<HTMLDivElement | null>;
  readonly where: string;
  readonly onDone: () => void;
}) {
  const { frame, area, where, onDone } = props;
  const [drag, setDrag] = useState<{ readonly from: Point; readonly to: Point } | null>(null);
  const [picked, setPicked] = useState<Picked | null>(null);
  const place = (event: React.PointerEvent): Point => {
    const box = area.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const take = async (from: Point, to: Point) => {
    const box = boxOf(from, to);
    if (box.width >= MIN_DRAG_PX || box.height >= MIN_DRAG_PX) {
      setPicked({ box, element: null });
      return;
    }
    const element = await elementAt(frame.current, to);
    setPicked({ box: element ?? { x: to.x, y: to.y, width: 0, height: 0 }, element });
  };
  const mark = picked?.box ?? (drag && boxOf(drag.from, drag.to));
  return (
    <div
      className={styles.layer}
      role="application"
      aria-label="Choose a place to comment on"
      tabIndex={-1}
      onPointerDown={(event) => {
        if (event.target !== event.currentTarget || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        setPicked(null);
        setDrag({ from: place(event), to: place(event) });
      }}
      onPointerMove={(event) => {
        if (drag) setDrag({ from: drag.from, to: place(event) });
      }}
      onPointerUp={(event) => {
        if (!drag) return;
        setDrag(null);
        void take(drag.from, place(event));
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      {mark && (
        <div
          className={styles.pick}
          style={{ left: mark.x, top: mark.y, width: Math.max(2, mark.width), height: Math.max(2, mark.height) }}
        />
      )}
      {picked ? (
        <CommentForm picked={picked} where={where} onDone={onDone} />
      ) : (
        <p className={styles.hint}>Click an element, or drag over an area.</p>
      )}
    </div>
  );
}

function CommentForm(props: { readonly picked: Picked; readonly where: string; readonly onDone: () => void }) {
  const { picked, where, onDone } = props;
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), [picked]);
  const add = () => {
    if (text.trim() === '') return;
    runCommand('message.insert', commentText(where, picked, text));
    onDone();
  };
  return (
    <div className={styles.comment}>
      {picked.element && <code className={styles.selector}>{picked.element.selector}</code>}
      <textarea
        ref={field}
        className={styles.words}
        aria-label="Comment"
        rows={3}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.nativeEvent.isComposing) add();
        }}
      />
      <div className={styles.buttons}>
        <Button size="s" tone="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button size="s" tone="primary" disabled={text.trim() === ''} onClick={add}>
          Add to message
        </Button>
      </div>
    </div>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}
const boxOf = (a: Point, b: Point): PickedBox => ({
  x: Math.min(a.x, b.x),
  y: Math.min(a.y, b.y),
  width: Math.abs(a.x - b.x),
  height: Math.abs(a.y - b.y),
});

/** Asks the page in the frame; null when it has no answer. */
function elementAt(frame: HTMLIFrameElement | null, { x, y }: Point): Promise<PickedElement | null> {
  const page = frame?.contentWindow;
  if (!page) return Promise.resolve(null);
  const id = nextQuestion++;
  return new Promise((resolve) => {
    const settle = (element: PickedElement | null) => {
      clearTimeout(timer);
      window.removeEventListener('message', hear);
      resolve(element);
    };
    const hear = (event: MessageEvent) => {
      if (event.source !== page) return;
      const element = readPicked(event.data, id);
      if (element !== undefined) settle(element);
    };
    const timer = setTimeout(() => settle(null), ANSWER_MS);
    window.addEventListener('message', hear);
    // The page has no origin to name; the question says no more than where was clicked.
    page.postMessage({ kind: 'skein-pick', id, x, y }, '*');
  });
}

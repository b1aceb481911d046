type Listener = () => void;
/** A box on screen, in CSS pixels. */
export interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

const elements = new Set<Element>();
const listeners = new Set<Listener>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** `ref={keepClear}`: nothing that comes by itself may cover this element (what is being written, what must be decided, what is used at the upper right). */
export function keepClear(element: Element | null): (() => void) | undefined {
  if (!element) return undefined;
  elements.add(element);
  tell();
  return () => {
    elements.delete(element);
    tell();
  };
}

/** Calls the listener, at most once a frame, when the boxes to be kept clear may have moved. Returns the way to stop. */
export function watchKeepClear(listener: (boxes: readonly Box[]) => void): () => void {
  let frame = 0;
  const soon = () => {
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      listener([...elements].map((element) => element.getBoundingClientRect()));
    });
  };
  const sizes = new ResizeObserver(soon);
  const observe = () => {
    sizes.disconnect();
    // What moves without changing its size is moved by what stands around it.
    for (const element of elements) {
      sizes.observe(element);
      for (const other of element.parentElement?.children ?? []) sizes.observe(other);
    }
    soon();
  };
  observe();
  listeners.add(observe);
  window.addEventListener('resize', soon);
  window.addEventListener('scroll', soon, { capture: true, passive: true });
  return () => {
    cancelAnimationFrame(frame);
    sizes.disconnect();
    listeners.delete(observe);
    window.removeEventListener('resize', soon);
    window.removeEventListener('scroll', soon, { capture: true });
  };
}

const GAP_PX = 8;
const MARGIN_PX = 16;
const HEADER_PX = 48;
/** One line of words with its frame. */
const LEAST_PX = 64;

/**
 * Where notices may stand: a column at the window's right edge, in the first free room from the top. Where nothing is free below the header,
 * over the header, down to the first box that must stay clear.
 */
export function roomForNotices(
  window: { readonly width: number; readonly height: number },
  boxes: readonly Box[],
  width: number,
): { readonly top: number; readonly height: number } {
  const left = window.width - MARGIN_PX - width;
  const inTheWay = boxes
    .filter((box) => box.bottom > box.top && box.right > left && box.bottom > HEADER_PX && box.top < window.height)
    .sort((one, other) => one.top - other.top);
  let from = HEADER_PX;
  for (const { top, bottom } of [...inTheWay, { top: window.height, bottom: window.height }]) {
    const height = top - from - 2 * GAP_PX;
    if (height >= LEAST_PX) return { top: from + GAP_PX, height };
    from = Math.max(from, bottom);
  }
  const top = GAP_PX / 2;
  const below = inTheWay[0]?.top ?? window.height;
  return { top, height: Math.max(HEADER_PX - GAP_PX, below - top - GAP_PX) };
}

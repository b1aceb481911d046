/** A part of a previewed page, in its own pixels. */
export interface PickedBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
export interface PickedElement extends PickedBox {
  readonly selector: string;
  readonly text: string;
}
export interface Picked {
  readonly box: PickedBox;
  readonly element: PickedElement | null;
}

/** What a frame answered about a place in it. A page may send anything: only what has the right form counts. */
export function readPicked(data: unknown, id: number): PickedElement | null | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { kind, id: answered, element } = data as Record<string, unknown>;
  if (kind !== 'skein-picked' || answered !== id) return undefined;
  if (typeof element !== 'object' || element === null) return null;
  const { selector, text, x, y, width, height } = element as Record<string, unknown>;
  if (typeof selector !== 'string' || typeof text !== 'string') return null;
  const numbers = [x, y, width, height].map(Number);
  if (!numbers.every(Number.isFinite)) return null;
  const [left = 0, top = 0, wide = 0, high = 0] = numbers;
  return { selector: oneLine(selector, 500), text: oneLine(text, 120), x: left, y: top, width: wide, height: high };
}

const oneLine = (text: string, chars: number): string =>
  text.replaceAll('`', "'").replace(/\s+/g, ' ').trim().slice(0, chars);

/** The text that goes into the message. `where`: a file's path or an address. */
export function commentText(where: string, { box, element }: Picked, comment: string): string {
  const { x, y, width, height } = element ?? box;
  const place = `${Math.round(width)}×${Math.round(height)} px at ${Math.round(x)}, ${Math.round(y)}`;
  const what = element
    ? `the element \`${element.selector}\`${element.text === '' ? '' : ` (“${element.text}”)`}, ${place}`
    : `the area ${place}`;
  return `In the preview of \`${where}\`, ${what}:\n${comment.trim()}\n`;
}

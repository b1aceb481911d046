import type { ThreadRef } from '../../src-shared/model/ids.ts';
import type { OpenThread } from './thread-store.ts';

let peek: (ref: ThreadRef) => OpenThread | null = () => null;

/** `open-threads` hands its own down when it begins to follow threads. */
export function providePeek(provided: typeof peek): void {
  peek = provided;
}
/** A thread when it is open, shown or warm. Apart from `open-threads`, whose code comes with the first thread that is shown. */
export const peekThread = (ref: ThreadRef): OpenThread | null => peek(ref);

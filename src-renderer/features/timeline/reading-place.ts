import type { VirtualItem } from '@tanstack/react-virtual';
import type { OpenThread } from '../../state/thread-store.ts';

/** Where the reader was in a thread that left the screen. */
export interface ReadingPlace {
  readonly offset: number;
  readonly atEnd: boolean;
  readonly measured: VirtualItem[];
}
const places = new WeakMap<OpenThread, ReadingPlace>();

export const rememberPlace = (thread: OpenThread, place: ReadingPlace): void => void places.set(thread, place);
export const placeOf = (thread: OpenThread): ReadingPlace | undefined => places.get(thread);

import { momentWords } from './time-words.ts';

/** `until 14:05`, `for now`: how long an account may not go on. */
export const untilWords = (untilMs: number | null, nowMs: number): string =>
  untilMs === null ? 'for now' : `until ${momentWords(untilMs, nowMs)}`;

/** What the button says that lets a message wait. */
export const queueUntilWords = (untilMs: number | null, nowMs: number): string =>
  untilMs === null ? 'Queue until it goes on' : `Queue until the reset (${momentWords(untilMs, nowMs)})`;

/** What stands beside a message that waits. */
export const waitWords = (untilMs: number | null, nowMs: number): string =>
  untilMs === null ? 'Waits for the limit to be lifted' : `Waits for the reset, ${momentWords(untilMs, nowMs)}`;

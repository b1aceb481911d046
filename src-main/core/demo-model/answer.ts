import type { ToolCall } from './tool-call.ts';

/** A delta, or a gate that must be opened before the text goes on. */
export type Chunk = string | { readonly gate: string };

/** One thing the scripted model does inside a response; steps run in order. */
export type Step =
  | { readonly kind: 'think'; readonly chunks: Iterable<Chunk>; readonly perSecond?: number }
  | { readonly kind: 'say'; readonly chunks: Iterable<Chunk>; readonly perSecond?: number }
  /** Parallel tool calls; the response ends after them and the app-server comes back with the outputs. */
  | { readonly kind: 'call'; readonly calls: readonly ToolCall[] }
  /** Sends nothing more and keeps the connection open. */
  | { readonly kind: 'silence' }
  /** Cuts the connection in the middle of the response. */
  | { readonly kind: 'drop' }
  /** A `response.failed` event with this error code. */
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** An answer to one model request: an HTTP refusal, no answer at all, or a stream of steps. */
export type Answer =
  | { readonly kind: 'refuse'; readonly status: number; readonly error: object; readonly limitReached?: boolean }
  | { readonly kind: 'hang' }
  | { readonly kind: 'stream'; readonly steps: readonly Step[] };

/** Splits text the way models send it: a word with the space before it, line breaks on their own. */
export function words(text: string): string[] {
  return text.match(/\n+|[^\S\n]*[^\s]+|[^\S\n]+/g) ?? [];
}

export const say = (text: string, perSecond?: number): Step => ({
  kind: 'say',
  chunks: words(text),
  ...pace(perSecond),
});

export const think = (text: string, perSecond?: number): Step => ({
  kind: 'think',
  chunks: words(text),
  ...pace(perSecond),
});

export const call = (...calls: readonly ToolCall[]): Step => ({ kind: 'call', calls });

export const stream = (...steps: readonly Step[]): Answer => ({ kind: 'stream', steps });

/** One response of a script that needs several; it ends with its calls, and the outputs of all rounds choose the next. */
export type Round = (outputs: readonly string[]) => readonly Step[];

/**
 * Plays the round that is due: the first whose tool outputs are not all there yet. Counting outputs, not requests,
 * keeps a script in step when the app-server retries a request or answers parallel calls in any order.
 */
export function dueRound(rounds: readonly Round[], outputs: readonly string[]): Answer {
  let expected = 0;
  for (const round of rounds) {
    const steps = round(outputs.slice(0, expected));
    const calls = steps.reduce((sum, step) => sum + (step.kind === 'call' ? step.calls.length : 0), 0);
    if (calls === 0 || outputs.length < expected + calls) return stream(...steps);
    expected += calls;
  }
  return stream(say('Done.'));
}

function pace(perSecond: number | undefined): { perSecond?: number } {
  return perSecond === undefined ? {} : { perSecond };
}

import { z } from 'zod';
import { MAX_LINK_CHARS } from '../../src-shared/model/deep-link.ts';

/** The request's path, and a header that no page of another origin can send without being refused first (it is not a simple one). */
export const SHOW_PATH = '/show';
export const SHOW_HEADER = 'x-skein-show';
export const MAX_SHOW_BYTES = 256 * 1024;
const MAX_PATHS = 50;
const MAX_PATH_CHARS = 4096;
const ANSWER_WITHIN_MS = 10_000;

/** What a second start asks of the one that runs: to open these and to show itself. It carries no secret and is told none. */
export const showRequest = z.object({
  paths: z.array(z.string().min(1).max(MAX_PATH_CHARS)).max(MAX_PATHS).readonly(),
  /** Left out by a Skein that knew none. One character too many is enough for the refusal. */
  links: z
    .array(z.string().max(MAX_LINK_CHARS + 1))
    .max(MAX_PATHS)
    .readonly()
    .default([]),
  demo: z.boolean(),
});
export type ShowRequest = z.output<typeof showRequest>;

const showAnswer = z.object({
  pid: z.number().int(),
  /** `opening`: a browser window is on its way; `printed`: it was started with `--no-open`, its address stands in its own output. */
  window: z.enum(['opening', 'printed']),
  /** Paths and links that it could not open, and the code of the reason. */
  refused: z.array(z.object({ path: z.string(), code: z.string() })).readonly(),
});
export type ShowAnswer = z.output<typeof showAnswer>;

/** Asks the Skein at a loopback port, which is process `pid`, to show itself. Answers null when it is not there. */
export async function askToShow(
  { port, pid }: { readonly port: number; readonly pid: number },
  { paths, links, demo }: ShowRequest,
): Promise<ShowAnswer | null> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${SHOW_PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [SHOW_HEADER]: '1' },
      body: JSON.stringify({ paths, links: links.map((link) => link.slice(0, MAX_LINK_CHARS + 1)), demo }),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    const answer = showAnswer.parse(await response.json());
    return response.ok && answer.pid === pid ? answer : null;
  } catch {
    // Nobody there, or somebody else at that port.
    return null;
  }
}

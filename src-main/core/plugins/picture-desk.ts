import type { FileTokens } from '../files/file-tokens.ts';
import type { Log } from '../ports.ts';

/** Largest picture that is fetched from the web. */
const MAX_FETCHED_BYTES = 2 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 10_000;
/** Addresses that are remembered, with what came of them. */
const MAX_REMEMBERED = 1000;

/** Gives pictures of plugins addresses that the page may load. */
export interface PictureDesk {
  /** The address of the first of these places (files, or https) that is a picture; null where none is. */
  show(places: readonly string[]): Promise<string | null>;
}

/** Fetches like `fetch`; in tests another one. */
export type Fetch = (
  address: string,
  init: { readonly signal: AbortSignal; readonly redirect: 'error' },
) => Promise<Response>;

/**
 * Pictures are read or fetched here and not by the page, so that no catalog learns who looks. What they are is told by their bytes; an
 * SVG is none, since it can run scripts.
 */
export function createPictureDesk({
  tokens,
  fileUrl,
  fetch: get = fetch,
  log,
}: {
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  readonly fetch?: Fetch;
  readonly log: Log;
}): PictureDesk {
  const fetched = new Map<string, Promise<Uint8Array | null>>();
  const download = (address: string): Promise<Uint8Array | null> => {
    const known = fetched.get(address);
    if (known) return known;
    const coming = readPicture(address, get).catch((error: unknown) => {
      log.info('A picture of a plugin could not be fetched', { reason: String(error).slice(0, 200) });
      return null;
    });
    fetched.set(address, coming);
    const oldest = fetched.keys().next().value;
    if (fetched.size > MAX_REMEMBERED && oldest !== undefined) fetched.delete(oldest);
    return coming;
  };
  return {
    show: async (places) => {
      for (const place of places) {
        if (/^https?:/i.test(place)) {
          const bytes = await download(place);
          const token = bytes && tokens.forBytes(bytes, 'logo');
          if (token?.ok) return fileUrl(token.value);
        } else {
          const token = await tokens.forPath(place);
          if (token.ok) return fileUrl(token.value);
        }
      }
      return null;
    },
  };
}

async function readPicture(address: string, get: Fetch): Promise<Uint8Array | null> {
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return null;
  const answer = await get(url.href, { signal: AbortSignal.timeout(FETCH_TIMEOUT_MS), redirect: 'error' });
  if (!answer.ok || answer.body === null) return null;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // A length that is declared is not believed: what comes is counted.
  for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > MAX_FETCHED_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

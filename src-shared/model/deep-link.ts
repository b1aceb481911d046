import { err, ok, type Result } from '../result.ts';
import type { ThreadId } from './ids.ts';

/** What a `codex://` or `skein://` link asks for. It opens something or fills the composer; it never sends and never changes a setting. */
export type DeepLink =
  | { readonly kind: 'thread'; readonly threadId: ThreadId }
  | {
      readonly kind: 'newThread';
      readonly prompt: string | null;
      /** Absolute, on this machine; not looked at yet. */
      readonly path: string | null;
      /** Address of a Git remote, to find the project by. Never fetched. */
      readonly originUrl: string | null;
    }
  /** `page` is one of the settings' own names, or unknown to this version; null: the first one. */
  | { readonly kind: 'settings'; readonly page: string | null }
  | { readonly kind: 'skills' }
  | { readonly kind: 'plugin'; readonly pluginId: string }
  | { readonly kind: 'automations' };

/**
 * Why a link does nothing. `not-a-link`: another scheme or no address at all. `unknown`: a place that is not known. `bad-value`: a part
 * of it is not what it has to be, for example a path on another machine. `hidden-text`: characters that nobody can see.
 * `no-project`: nothing here comes from the named repository; `no-page`: this Skein has no such page.
 */
export type LinkRefusal =
  'too-long' | 'not-a-link' | 'unknown' | 'bad-value' | 'hidden-text' | 'no-project' | 'no-page';

/** Longer ones come from nobody who means well: an address bar takes less, and so does the command line of Windows. */
export const MAX_LINK_CHARS = 16_384;
const MAX_PATH_CHARS = 4_096;
const MAX_ORIGIN_CHARS = 2_000;

/** Whether a word of the command line is a link and no path. A file of such a name is reached with `./`. */
export const looksLikeLink = (word: string): boolean => /^(codex|skein):/i.test(word);

/**
 * Reads a link. Pure; the one place that knows the format:
 * `threads/<id>`, `threads/new` and `new` (`prompt`, `path`, `originUrl`), `settings[/<page>]`, `skills`, `plugins/<id>`, `automations`.
 * Parameters of other names are ignored, as a later Codex may add some; one that comes twice is refused.
 */
export function parseDeepLink(text: string): Result<DeepLink, LinkRefusal> {
  if (text.length > MAX_LINK_CHARS) return err('too-long');
  const parts = /^(?:codex|skein):\/\/([^?#\\]*)(?:\?([^#]*))?(?:#.*)?$/i.exec(text);
  // What is written plainly must be printable ASCII, as in any address: spaces and other letters come encoded.
  if (!parts || !/^[\x21-\x7e]*$/.test(text)) return err('not-a-link');
  const segments = (parts[1] ?? '').replace(/\/$/, '').split('/').map(decode);
  if (segments.some((segment) => segment === null)) return err('bad-value');
  const [area, name, ...more] = segments as string[];
  if (more.length > 0 || name === '') return err('unknown');
  switch (area?.toLowerCase()) {
    case 'new':
      return name === undefined ? newThread(parts[2] ?? '') : err('unknown');
    case 'threads':
      if (name === undefined) return err('unknown');
      if (name.toLowerCase() === 'new') return newThread(parts[2] ?? '');
      return THREAD_ID.test(name) ? ok({ kind: 'thread', threadId: name.toLowerCase() as ThreadId }) : err('bad-value');
    case 'settings':
      if (name === undefined) return ok({ kind: 'settings', page: null });
      return PAGE_NAME.test(name) ? ok({ kind: 'settings', page: name.toLowerCase() }) : err('bad-value');
    case 'skills':
      return name === undefined ? ok({ kind: 'skills' }) : err('unknown');
    case 'plugins':
      if (name === undefined) return err('unknown');
      return PLUGIN_ID.test(name) ? ok({ kind: 'plugin', pluginId: name }) : err('bad-value');
    case 'automations':
      return name === undefined ? ok({ kind: 'automations' }) : err('unknown');
    default:
      return err('unknown');
  }
}

/** Codex's ids are UUIDs. */
const THREAD_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const PAGE_NAME = /^[a-z][a-z-]{0,39}$/i;
/** `name@marketplace`. */
const PLUGIN_ID = /^[\w][\w.-]{0,99}(?:@[\w][\w.-]{0,99})?$/;
/**
 * What can be in a text without being seen, and so would be sent unread: control characters other than tab and line ends, zero-width spaces,
 * direction overrides, tags and variation selectors of the supplementary planes. Joiners and plain direction marks belong to scripts and emoji.
 */
const HIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Cs}/u;

function newThread(query: string): Result<DeepLink, LinkRefusal> {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const cut = pair.indexOf('=');
    const key = decode(cut < 0 ? pair : pair.slice(0, cut));
    if (key === null) return err('bad-value');
    if (!KEYS.has(key)) continue;
    // Forms, and the CLI, write a space as a plus sign.
    const value = decode(cut < 0 ? '' : pair.slice(cut + 1).replaceAll('+', ' '));
    if (value === null || values.has(key)) return err('bad-value');
    if (HIDDEN.test(value)) return err('hidden-text');
    if (value !== '') values.set(key, value);
  }
  const path = values.get('path') ?? null;
  const originUrl = values.get('originUrl') ?? null;
  if (path !== null && !isLocalPath(path)) return err('bad-value');
  if (originUrl !== null && !isGitAddress(originUrl)) return err('bad-value');
  return ok({ kind: 'newThread', prompt: values.get('prompt') ?? null, path, originUrl });
}
const KEYS: ReadonlySet<string> = new Set(['prompt', 'path', 'originUrl']);

/**
 * An absolute path on this machine. A share of another one is refused: merely looking at `\\host\share` sends Windows' credentials there.
 * WSL's own shares are local.
 */
function isLocalPath(path: string): boolean {
  if (path.length > MAX_PATH_CHARS || /[\r\n\t]/.test(path)) return false;
  if (/^[\\/]{2}/.test(path)) return /^[\\/]{2}wsl(?:\.localhost|\$)[\\/]/i.test(path);
  return path.startsWith('/') || /^[a-z]:[\\/]/i.test(path);
}

const isGitAddress = (address: string): boolean =>
  address.length <= MAX_ORIGIN_CHARS &&
  (/^(?:https?|ssh|git):\/\/[^\s/?#-][^\s]*$/i.test(address) ||
    /^(?:[\w.-]+@)?[a-z\d][a-z\d.-]*:[^\s/-][^\s]*$/i.test(address));

/** Null for what is no percent-encoded UTF-8. */
function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

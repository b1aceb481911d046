import type { PreviewRequest } from '../../state/panel-store.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';

export type Address =
  { readonly kind: 'target'; readonly target: PreviewRequest } | { readonly kind: 'refused'; readonly words: string };

const LOOPBACK = new Set(['localhost', '127.0.0.1']);

/**
 * What somebody typed into the preview's address: `localhost:3000`, `:5173/path`, `http://127.0.0.1:8000`, or a file of the folder. Only
 * web servers of this machine are shown, and never Skein's own page.
 */
export function readAddress(
  typed: string,
  place: { readonly serverId: ServerId; readonly root: string; readonly ownOrigin: string },
): Address {
  const text = typed.trim();
  const short = /^:(\d{2,5})(\/.*)?$/.exec(text);
  const isHost = /^(?:localhost|127\.0\.0\.1)(?::\d{1,5})?(?:[/?#]|$)/i.test(text);
  const address = short ? `http://localhost:${short[1]}${short[2] ?? '/'}` : isHost ? `http://${text}` : text;
  if (!/^[a-z][a-z0-9+.-]+:/i.test(address) || /^[a-z]:[\\/]/i.test(address))
    return text === ''
      ? { kind: 'refused', words: 'Type a file of this folder, or the address of a local web server.' }
      : { kind: 'target', target: { kind: 'file', serverId: place.serverId, root: place.root, path: text } };
  if (!URL.canParse(address)) return { kind: 'refused', words: 'That is no address.' };
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { kind: 'refused', words: 'Only http addresses are shown here.' };
  if (!LOOPBACK.has(url.hostname) || url.protocol === 'https:')
    return { kind: 'refused', words: 'Only web servers of this machine are shown here: http://localhost and a port.' };
  const own = URL.canParse(place.ownOrigin) ? new URL(place.ownOrigin) : null;
  if (own && LOOPBACK.has(own.hostname) && own.port === url.port)
    return { kind: 'refused', words: 'This is Skein itself.' };
  return { kind: 'target', target: { kind: 'web', url: url.href } };
}

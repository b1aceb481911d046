import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Names and addresses that never leave this machine. `URL` has brought every spelling of an IPv4 address into this form. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;

const isLoopback = ({ hostname }: URL): boolean => LOOPBACK.test(hostname);

/**
 * Whether Skein connects to an address. An app-server runs commands for whoever reaches it: off this machine one without a token is
 * refused, and a token is only sent where nobody reads along (`wss://`, or `ws://` to this machine). Fails with `host.bad-address`,
 * `host.token-needed` or `host.insecure`.
 */
export function checkAddress(address: string, hasToken: boolean): Result<URL, AppError> {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isWebSocket = url?.protocol === 'ws:' || url?.protocol === 'wss:';
  // Names and passwords in an address would end up in logs; `#` never reaches a server.
  if (!url || !isWebSocket || url.username !== '' || url.password !== '' || url.hash !== '') {
    return err({ code: 'host.bad-address', address });
  }
  if (isLoopback(url)) return ok(url);
  if (!hasToken) return err({ code: 'host.token-needed', address });
  return url.protocol === 'wss:' ? ok(url) : err({ code: 'host.insecure', address });
}

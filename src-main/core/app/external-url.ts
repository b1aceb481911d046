import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

const ALLOWED_PROTOCOLS = new Set(['https:', 'http:', 'mailto:']);

/** Checks an address before another program gets it: only web pages and mail; anything else can run programs. Answers it normalised. */
export function checkExternalUrl(url: string): Result<string, AppError> {
  try {
    const parsed = new URL(url);
    if (ALLOWED_PROTOCOLS.has(parsed.protocol)) return ok(parsed.href);
  } catch {
    // Not an address at all: refused like a wrong one.
  }
  return err({ code: 'url.not-allowed', url });
}

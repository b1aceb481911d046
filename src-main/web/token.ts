import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/ports.ts';

/** Long enough for a browser that has to start first. */
const TICKET_LIFE_MS = 120_000;
/** How long a page that has gone may come back: for a reload, a tab that is opened again, a browser that starts again. */
const RETURN_WITHIN_MS = 15 * 60_000;

/** 256 random bits for an address. */
const randomKey = (): string => randomBytes(32).toString('base64url');

/** The key of one connected page, with which its next document may come back once the connection has ended. */
export interface ReturnKey {
  readonly key: string;
  /** The page has gone; from now on its key opens, once and for a short time. */
  left(): void;
}

/**
 * What opens the connection: the token, for as long as the host lives; tickets, each for one page and a short time; and return keys, which
 * a browser keeps with a tab and therefore on its disk, where commands of agents can read them.
 */
export interface Keys {
  readonly token: string;
  /**
   * A ticket for an address that goes through a browser's command line or its history, where other programs can read it: once the page
   * has shown it, it opens nothing any more.
   */
  ticket(): string;
  /** For a page that was let in. While that page is connected it opens nothing, and after that it works once. */
  returnKey(): ReturnKey;
  /** A page that had gone is back with a newer one. That of a page which is connected stays: a copied tab may name it. */
  forget(returnKey: unknown): void;
  /**
   * Whether what a page showed is one of them; `held`: a return key whose page is connected. Tickets and return keys are used up by this;
   * a held one is not.
   */
  check(given: unknown): 'token' | 'ticket' | 'returned' | 'held' | 'refused';
}

/** `token`: one that was agreed on before; by default a new one. */
export function createKeys(clock: Pick<Clock, 'now'>, token = randomKey()): Keys {
  const short = new Map<string, { readonly kind: 'ticket' | 'returned'; endsAt: number }>();
  const forgetOld = () => {
    for (const [key, { endsAt }] of short) if (clock.now() >= endsAt) short.delete(key);
  };
  const find = (given: unknown) => [...short.keys()].find((key) => isSame(given, key));
  const issue = (kind: 'ticket' | 'returned', endsAt: number): string => {
    forgetOld();
    const key = randomKey();
    short.set(key, { kind, endsAt });
    return key;
  };
  return {
    token,
    ticket: () => issue('ticket', clock.now() + TICKET_LIFE_MS),
    returnKey: () => {
      const key = issue('returned', Number.POSITIVE_INFINITY);
      return {
        key,
        left: () => {
          const kept = short.get(key);
          if (kept) kept.endsAt = clock.now() + RETURN_WITHIN_MS;
        },
      };
    },
    forget: (returnKey) => {
      const key = find(returnKey);
      const kept = key === undefined ? undefined : short.get(key);
      if (key !== undefined && kept?.kind === 'returned' && !isHeld(kept)) short.delete(key);
    },
    check: (given) => {
      if (isSame(given, token)) return 'token';
      forgetOld();
      const key = find(given);
      const kept = key === undefined ? undefined : short.get(key);
      if (key === undefined || kept === undefined) return 'refused';
      if (isHeld(kept)) return 'held';
      short.delete(key);
      return kept.kind;
    },
  };
}

const isHeld = ({ endsAt }: { readonly endsAt: number }): boolean => endsAt === Number.POSITIVE_INFINITY;

/** Compares in a time that tells nothing about the secret, whatever the lengths. */
function isSame(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}

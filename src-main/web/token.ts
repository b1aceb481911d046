import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../core/ports.ts';

/** Long enough for a browser that has to start first. */
const TICKET_LIFE_MS = 120_000;

/** 256 random bits for an address. */
const randomKey = (): string => randomBytes(32).toString('base64url');

/** What opens the connection: the token, for as long as the host lives, and tickets, each for one page and a short time. */
export interface Keys {
  readonly token: string;
  /**
   * A ticket for an address that goes through a browser's command line or its history, where other programs can read it: once the page
   * has shown it, it opens nothing any more.
   */
  ticket(): string;
  /** Whether what a page showed is one of them. A ticket is used up by this. */
  check(given: unknown): 'token' | 'ticket' | 'refused';
}

/** `token`: one that was agreed on before; by default a new one. */
export function createKeys(clock: Pick<Clock, 'now'>, token = randomKey()): Keys {
  /** Each ticket with the time when it ends. */
  const tickets = new Map<string, number>();
  const forgetOld = () => {
    for (const [ticket, endsAt] of tickets) if (clock.now() >= endsAt) tickets.delete(ticket);
  };
  return {
    token,
    ticket: () => {
      forgetOld();
      const ticket = randomKey();
      tickets.set(ticket, clock.now() + TICKET_LIFE_MS);
      return ticket;
    },
    check: (given) => {
      if (isSame(given, token)) return 'token';
      forgetOld();
      const shown = [...tickets.keys()].find((ticket) => isSame(given, ticket));
      if (shown === undefined) return 'refused';
      tickets.delete(shown);
      return 'ticket';
    },
  };
}

/** Compares in a time that tells nothing about the secret, whatever the lengths. */
function isSame(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}

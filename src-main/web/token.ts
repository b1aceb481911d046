import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits for an address. */
export const createToken = (): string => randomBytes(32).toString('base64url');

/** Compares in a time that tells nothing about the secret, whatever the lengths. */
export function isToken(given: unknown, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return typeof given === 'string' && timingSafeEqual(digest(given), digest(secret));
}

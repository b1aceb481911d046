import { createHmac, randomBytes } from 'node:crypto';

/** Of this run alone: a stamp goes to windows, and what it stands for holds secrets that could be guessed at. */
const KEY = randomBytes(32);

/** Stands for a table of the configuration, whatever the order of its keys: the same one as long as the table says the same. */
export const stampOf = (table: Readonly<Record<string, unknown>>): string =>
  createHmac('sha256', KEY)
    .update(JSON.stringify(ordered(table)))
    .digest('base64url');

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([key, entry]) => [key, ordered(entry)]);
}

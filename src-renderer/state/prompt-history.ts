import type { EarlierPrompt } from '../../src-shared/model/composer.ts';
import { getClient } from './client.ts';

const ENTRIES = 200;
const SEARCH_ENTRIES = 50;

/** Newest first, per folder. Filled when a walk begins, kept in step with what this page sends. */
const cache = new Map<string, readonly string[]>();
const keyOf = (cwd: string | null) => cwd ?? '';

/** What the `@` and `$` words of earlier prompts stand for, by the prompt's text. */
const standFor = new Map<string, EarlierPrompt['named']>();
/** The same for one of them, so that it is sent again as it was. */
export const namedIn = (text: string): EarlierPrompt['named'] => standFor.get(text) ?? [];

const take = (prompts: readonly EarlierPrompt[]): readonly string[] =>
  prompts.map(({ text, named }) => {
    if (named.length > 0) standFor.set(text, named);
    return text;
  });

/** What is known already, for a walk that must not wait. */
export const knownPrompts = (cwd: string | null): readonly string[] => cache.get(keyOf(cwd)) ?? [];

/** Asks the core for what was sent before, this folder's first. On failure what is known already is answered. */
export async function loadPrompts(cwd: string | null): Promise<readonly string[]> {
  const result = await getClient().history.list({ cwd, search: null, limit: ENTRIES });
  if (result.ok) cache.set(keyOf(cwd), take(result.value));
  return knownPrompts(cwd);
}

/** Earlier prompts that contain the words, newest first. */
export async function searchPrompts(cwd: string | null, search: string): Promise<readonly string[]> {
  const term = search.trim();
  const result = await getClient().history.list({ cwd, search: term === '' ? null : term, limit: SEARCH_ENTRIES });
  return result.ok ? take(result.value) : [];
}

/** A message that was just sent is the newest entry. */
export function notePrompt(cwd: string | null, text: string): void {
  if (!/\S/.test(text)) return;
  cache.set(keyOf(cwd), [text, ...knownPrompts(cwd).filter((other) => other !== text)].slice(0, ENTRIES));
}

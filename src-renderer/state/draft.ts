import type { DraftTarget } from '../../src-shared/contract/composer.ts';
import type { InputPart } from '../../src-shared/model/composer.ts';
import { getClient } from './client.ts';

export const draftKey = (target: DraftTarget): string =>
  target.kind === 'thread' ? `${target.thread.serverId}#${target.thread.threadId}` : `new:${target.projectId ?? ''}`;

/** How long after the last key press a draft is saved; longer texts wait longer, since saving carries all of it. */
const SAVE_AFTER_MS = 400;
const CHARS_PER_EXTRA_MS = 1_000;
/** Longer texts stay in the page alone: one that is too large for a message between page and core would cost the connection. */
const MAX_SAVED_CHARS = 16 * 1_048_576;
/** Under steady typing a draft is saved at least this often. */
const SAVE_AT_LEAST_MS = 5_000;

interface Unsaved {
  readonly target: DraftTarget;
  /** Read only when it is saved: a key press costs the same at any length. */
  readonly read: () => InputPart[];
  readonly since: number;
  readonly timer: ReturnType<typeof setTimeout>;
}
const unsaved = new Map<string, Unsaved>();
/** What a composer that is not on screen held last, so that coming back to it needs no answer from the core. */
const held = new Map<string, readonly InputPart[]>();

function save(key: string): Promise<void> {
  const entry = unsaved.get(key);
  if (!entry) return Promise.resolve();
  clearTimeout(entry.timer);
  unsaved.delete(key);
  const parts = entry.read();
  held.set(key, parts);
  if (parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0) > MAX_SAVED_CHARS)
    return Promise.resolve();
  return getClient()
    .drafts.save({ target: entry.target, parts })
    .then((result) => {
      // The text is still in the page. What the core refuses it would refuse again: that waits for the next change.
      const lost = !result.ok && result.error.code === 'rpc.disconnected';
      if (lost && !unsaved.has(key)) saveDraftSoon(entry.target, entry.read, 0);
    });
}

/** Notes that a draft changed. Nothing is read or sent now. */
export function saveDraftSoon(target: DraftTarget, read: () => InputPart[], chars: number): void {
  const key = draftKey(target);
  const before = unsaved.get(key);
  if (before) clearTimeout(before.timer);
  const now = Date.now();
  const since = before?.since ?? now;
  const wait = Math.min(SAVE_AFTER_MS + chars / CHARS_PER_EXTRA_MS, Math.max(0, since + SAVE_AT_LEAST_MS - now));
  const timer = setTimeout(() => void save(key), wait);
  unsaved.set(key, { target, read, since, timer });
}

/** Saves what is not saved yet: one draft, or all of them. */
export async function flushDrafts(target?: DraftTarget): Promise<void> {
  await Promise.all((target ? [draftKey(target)] : [...unsaved.keys()]).map(save));
}

/** Sets a draft at once, for a composer that is not on screen. */
export function putDraft(target: DraftTarget, parts: InputPart[]): Promise<void> {
  saveDraftSoon(target, () => parts, 0);
  return flushDrafts(target);
}

/**
 * Gives a draft to another target and leaves none behind. False when there is none, or when the core did not take it; then it stays.
 * The composer of `from` must go before it is typed into again.
 */
export async function moveDraft(from: DraftTarget, to: DraftTarget): Promise<boolean> {
  const parts = heldDraft(from) ?? (await loadDraft(from)) ?? [];
  if (parts.length === 0) return false;
  const saved = await getClient().drafts.save({ target: to, parts: [...parts] });
  if (!saved.ok) return false;
  held.set(draftKey(to), parts);
  await putDraft(from, []);
  return true;
}

/** What this page held last for a target, without asking; undefined when it never had it. Another window may have changed it since. */
export const heldDraft = (target: DraftTarget): readonly InputPart[] | undefined =>
  unsaved.get(draftKey(target))?.read() ?? held.get(draftKey(target));

/** The stored draft, empty when there is none; null when it cannot be read now. */
export async function loadDraft(target: DraftTarget): Promise<readonly InputPart[] | null> {
  const result = await getClient().drafts.load({ target });
  return result.ok ? (result.value?.parts ?? []) : null;
}

/** A page that is hidden, left or closed saves its drafts first. Returns the way to stop. */
export function flushDraftsOnLeave(): () => void {
  const leave = () => void flushDrafts();
  const hide = () => {
    if (document.visibilityState === 'hidden') leave();
  };
  window.addEventListener('pagehide', leave);
  window.addEventListener('beforeunload', leave);
  window.addEventListener('blur', leave);
  document.addEventListener('visibilitychange', hide);
  return () => {
    window.removeEventListener('pagehide', leave);
    window.removeEventListener('beforeunload', leave);
    window.removeEventListener('blur', leave);
    document.removeEventListener('visibilitychange', hide);
  };
}

import type { ThreadPatch } from './thread-patch.ts';

/** Joins neighbouring text appends for the same item and neighbouring changes of the info. Never reorders. */
export function mergePatches(patches: readonly ThreadPatch[]): ThreadPatch[] {
  const merged: ThreadPatch[] = [];
  let texts: string[] = [];
  const closeText = () => {
    const last = merged.at(-1);
    if (last?.type === 'textAppended' && texts.length > 1)
      merged[merged.length - 1] = { ...last, text: texts.join('') };
  };
  for (const patch of patches) {
    const last = merged.at(-1);
    if (patch.type === 'textAppended' && last?.type === 'textAppended' && last.itemId === patch.itemId) {
      texts.push(patch.text);
      continue;
    }
    closeText();
    if (patch.type === 'infoChanged' && last?.type === 'infoChanged') {
      merged[merged.length - 1] = { type: 'infoChanged', change: { ...last.change, ...patch.change } };
      continue;
    }
    texts = patch.type === 'textAppended' ? [patch.text] : [];
    merged.push(patch);
  }
  closeText();
  return merged;
}

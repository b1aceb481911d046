import type { CommandPlace } from '../../../src-shared/model/desktop.ts';

/** One folder of PATH, or one that the command could go to. */
export interface PathFolder {
  readonly folder: string;
  readonly onPath: boolean;
  /** Skein may write there without asking for rights. */
  readonly writable: boolean;
  /** Folders of a kind that users keep programs in: `~/.local/bin`, `/usr/local/bin`, Windows' own folder for aliases. */
  readonly usual: boolean;
  /** A `codex` that the shell finds there, and whether it is Skein's. */
  readonly codex: { readonly file: string; readonly ours: boolean } | null;
  /** The file that the command would have there. */
  readonly file: string;
}

/**
 * Where the `codex` command belongs; `folders` in the order of PATH, the others after them. Where it is already; else the first usual folder
 * before the `codex` that answers now, so that nothing has to be touched; else in its place, which is given back on removal; else any usual
 * folder that can be written. Null when there is none.
 */
export function chooseCommandPlace(folders: readonly PathFolder[]): CommandPlace | null {
  const other = folders.findIndex(({ codex, onPath }) => onPath && codex !== null && !codex.ours);
  const at = [
    folders.findIndex(({ codex }) => codex?.ours === true),
    folders.findIndex(
      ({ usual, writable, onPath }, index) => usual && writable && onPath && index < (other < 0 ? Infinity : other),
    ),
    other >= 0 && folders[other]?.writable === true ? other : -1,
    folders.findIndex(({ usual, writable, onPath }) => usual && writable && onPath),
    folders.findIndex(({ usual, writable }) => usual && writable),
  ].find((index) => index >= 0);
  const chosen = at === undefined ? undefined : folders[at];
  if (at === undefined || !chosen) return null;
  const otherFile = (from: number, to: number) =>
    folders.slice(from, to).find(({ codex, onPath }) => onPath && codex !== null && !codex.ours)?.codex?.file ?? null;
  return {
    file: chosen.file,
    onPath: chosen.onPath,
    replaces: chosen.codex && !chosen.codex.ours ? chosen.codex.file : null,
    hides: chosen.onPath ? otherFile(at + 1, folders.length) : null,
    hiddenBy: otherFile(0, at),
  };
}

import { assertNever } from '../../../src-shared/assert-never.ts';
import type { CommandState, SchemeOwner } from '../../../src-shared/model/desktop.ts';

/** What the `codex` command is or would be, and what stands in its way. */
export function commandWords({ place, installed, outdated }: CommandState): string {
  if (place === null) return 'Not possible in this kind of installation: no lasting place to start Skein from.';
  const says = [
    installed
      ? `Installed as ${place.file}.`
      : `codex app PATH opens Skein; every other word goes to the Codex inside Skein. It would be ${place.file}.`,
  ];
  if (outdated) says.push('It belongs to another or an older Skein.');
  if (place.hiddenBy !== null) says.push(`Shells find ${place.hiddenBy} first.`);
  if (!installed && place.replaces === null && place.hides !== null) says.push(`It would hide ${place.hides}.`);
  if (!installed && place.replaces !== null) says.push('Another codex stands there and would be put aside.');
  if (!place.onPath) says.push('Its folder is not on the PATH that Skein was started with; add it there.');
  return says.join(' ');
}

export function schemeWords(owner: SchemeOwner): string {
  switch (owner.kind) {
    case 'ours':
      return 'They open in Skein. skein:// links always do.';
    case 'free':
      return 'No program opens them yet. skein:// links always open in Skein.';
    case 'other':
      return `They open in ${owner.name}. skein:// links always open in Skein.`;
    default:
      return assertNever(owner);
  }
}

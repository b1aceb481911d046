/**
 * Whether a key that is pressed in a terminal belongs to the app and not to the shell. Shells and full-screen programs use nearly every
 * key with Control; none tells Control+Shift from Control, and none hears Command. So those are the app's, where a command answers to
 * them; and the keys of the terminal's own commands, or there would be no way out.
 */
export function isAppKey(name: string, commandId: string | null, mac: boolean): boolean {
  if (commandId === null) return false;
  if (commandId.startsWith('terminal.')) return true;
  return mac ? name.startsWith('Mod+') : /^Mod\+(?:Alt\+)?Shift\+/.test(name);
}

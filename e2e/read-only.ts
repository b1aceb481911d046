import { chmod } from 'node:fs/promises';
import { dirname } from 'node:path';
import { run } from './world.ts';

/**
 * Makes a folder one that nothing new can be written into, and answers the way back; null where that cannot be done. Permissions do not
 * hold root back: for it the folder is marked immutable, or mounted over itself without writing, whichever this system allows.
 */
export async function makeReadOnly(folder: string): Promise<(() => Promise<void>) | null> {
  if (process.getuid?.() !== 0) {
    await chmod(folder, 0o555);
    return () => chmod(folder, 0o755);
  }
  const does = async (command: string, ...args: string[]): Promise<boolean> => {
    const ended = await run(command, args, { cwd: dirname(folder) }).catch(() => null);
    return ended?.exitCode === 0;
  };
  const later =
    (command: string, ...args: string[]) =>
    async (): Promise<void> => {
      await does(command, ...args);
    };
  if (await does('chattr', '+i', folder)) return later('chattr', '-i', folder);
  if (!(await does('mount', '--bind', folder, folder))) return null;
  const undo = later('umount', folder);
  if (await does('mount', '-o', 'remount,ro,bind', folder)) return undo;
  await undo();
  return null;
}

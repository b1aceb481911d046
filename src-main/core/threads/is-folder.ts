import { stat } from 'node:fs/promises';

/** Whether a thread could work in this folder: it is there, and can be seen. */
export async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    // Gone, or hidden from us: no thread can work in it either way.
    return false;
  }
}

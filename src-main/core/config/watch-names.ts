import { watch } from 'node:fs';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';

/** Tells when one of the names in a folder changes; nothing where the folder is not there or cannot be watched. */
export function watchNames(folder: string, names: readonly string[] | 'all', onChange: () => void): Unsubscribe {
  try {
    const watcher = watch(folder, { persistent: false }, (_event, name) => {
      if (names === 'all' || name === null || names.includes(name)) onChange();
    });
    watcher.on('error', () => watcher.close());
    return () => watcher.close();
  } catch {
    return () => undefined;
  }
}

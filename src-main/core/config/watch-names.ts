import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';
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

/** Tells when anything in a folder changes, also when the folder itself comes only later, or goes and comes again. */
export function watchFolder(folder: string, onChange: () => void): Unsubscribe {
  const open = () => watchNames(folder, 'all', onChange);
  let stop = open();
  const stopParent = watchNames(dirname(folder), [basename(folder)], () => {
    stop();
    stop = open();
    onChange();
  });
  return () => {
    stopParent();
    stop();
  };
}

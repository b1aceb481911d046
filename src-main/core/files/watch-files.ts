import { isAbsolute } from 'node:path';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { FilesEvent } from '../../../src-shared/model/files.ts';

/** The shared watch of a folder. */
export type WatchFolder = (
  root: string,
  listener: (change: { readonly paths: readonly string[]; readonly all: boolean }) => void,
) => Unsubscribe;

/** More paths than this are told as "anything": the page asks for what is open in one go. */
const MAX_PATHS = 200;

/** Tells a page what has changed below a folder. */
export function watchFiles(watch: WatchFolder, root: string, sink: StreamSink<FilesEvent>): Unsubscribe {
  if (!isAbsolute(root)) {
    sink.fail({ code: 'path.not-absolute', path: root });
    return () => undefined;
  }
  return watch(root, ({ paths, all }) => {
    if (all || paths.length > MAX_PATHS) sink.emit({ type: 'many' });
    else if (paths.length > 0) sink.emit({ type: 'changed', paths });
  });
}

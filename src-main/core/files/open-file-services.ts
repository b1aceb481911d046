import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { FilesEvent } from '../../../src-shared/model/files.ts';
import type { Result } from '../../../src-shared/result.ts';
import { launchProgram } from '../hosts/launch-program.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock, CoreConfig, Log } from '../ports.ts';
import { openDeskStore, type DeskStore } from './desk-store.ts';
import { createEditors, type Editors } from './editors.ts';
import { createFileDrafts, type FileDrafts } from './file-drafts.ts';
import { createFilesService, type FilesService, type FilesServiceOptions } from './files-service.ts';
import { createListFolder, type ListFolder } from './list-folder.ts';
import { createPreviewServer, type PreviewServer } from './preview-server.ts';
import { createTrash, type Trash } from './trash.ts';
import { createSerial } from '../scheduling/serial.ts';
import { watchFiles, type WatchFolder } from './watch-files.ts';

/** Everything that looks at, shows and changes files for the page. */
export interface FileServices {
  readonly files: FilesService;
  readonly list: ListFolder;
  readonly watch: (root: string, sink: StreamSink<FilesEvent>) => Unsubscribe;
  /**
   * Runs a change below a root after the ones before it, and tells who wrote.
   *
   * @param paths what is written, relative to the root; null: not known in advance
   */
  readonly change: <T>(
    root: string,
    paths: readonly string[] | null,
    run: () => Promise<Result<T, AppError>>,
  ) => Promise<Result<T, AppError>>;
  readonly trash: Trash;
  readonly drafts: FileDrafts;
  readonly desk: DeskStore;
  readonly editors: Editors;
  readonly previews: PreviewServer;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

export async function openFileServices(
  options: FilesServiceOptions & {
    readonly config: Pick<CoreConfig, 'skeinHome' | 'env' | 'homeFolder' | 'platform'>;
    readonly git: Pick<GitRunner, 'raw'>;
    readonly watchFolder: WatchFolder;
    /** The user wrote below a root through Skein; null: it is not known which files. */
    readonly onWrote: (root: string, paths: readonly string[] | null) => void;
    readonly report: (error: AppError) => void;
    readonly clock: Clock;
    readonly log: Log;
  },
): Promise<FileServices> {
  const { config, git, clock, log, report } = options;
  const { skeinHome } = config;
  const desk = await openDeskStore({ skeinHome, clock, log, report });
  const trash = createTrash({ home: () => join(skeinHome, 'trash'), clock, log });
  void trash.sweep();
  const previews = createPreviewServer({ clock, log });
  const turns = createSerial<string>();
  return {
    files: createFilesService(options),
    list: createListFolder({ git, clock }),
    watch: (root, sink) => watchFiles(options.watchFolder, root, sink),
    change: async (root, paths, run) => {
      const done = await turns.run(root, run);
      if (done.ok) options.onWrote(root, paths);
      return done;
    },
    trash,
    drafts: createFileDrafts({ skeinHome, clock, log }),
    desk,
    editors: createEditors({ ...config, launch: launchProgram }),
    previews,
    notices: () => desk.notices(),
    dispose: async () => {
      await Promise.all([desk.dispose(), previews.dispose()]);
    },
  };
}

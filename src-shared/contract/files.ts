import { z } from 'zod';
import type { EditorChoice, FilesEvent, FolderPage, TextFile } from '../model/files.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const rooted = z.object({ serverId, root: path });
/** May be relative to `root`. */
const inRoot = rooted.extend({ path });

export const files = {
  /** Fuzzy file and folder search under a folder, for `@` and *Open file*. Best first. */
  search: call(rooted.extend({ query: z.string().max(300), limit: z.number().int().min(1).max(100) })).returns<
    readonly {
      readonly path: string;
      readonly relative: string;
      readonly kind: 'file' | 'folder';
      readonly indices: readonly number[];
    }[]
  >(),
  /** A text file to look at. Binary files answer `binary: true` and no text. */
  readText: call(inRoot).returns<TextFile>(),
  /** Takes an image into the core (base64, at most 20 MB). The id goes into a message. */
  addImage: call(z.object({ name: z.string().max(300), base64: z.string().max(28_000_000) })).returns<{
    readonly imageId: string;
    readonly url: string;
  }>(),
  /** An address under which the page may show an image that a message or tool named; it expires. */
  imageUrl: call(z.object({ serverId, source: z.string().max(28_000_000) })).returns<{ readonly url: string }>(),

  /** One folder's entries, folders first, by pages: `after` is the last name of the page before. */
  list: call(
    inRoot.extend({ after: z.string().max(1024).nullable(), limit: z.number().int().min(1).max(5000) }),
  ).returns<FolderPage>(),
  /** Tells which folders under `root` have changed on disk, joined over a quarter of a second. */
  watch: stream(rooted).of<FilesEvent>(),
  /**
   * Writes a text file in one step. `expected` is the version that was read (null: the file must not exist); another one on disk
   * answers `file.changed`, and nothing is written.
   */
  writeText: call(
    inRoot.extend({ text: z.string().max(16_000_000), expected: z.string().max(200).nullable() }),
  ).returns<{ readonly version: string }>(),
  create: call(inRoot.extend({ kind: z.enum(['file', 'folder']) })).returns<null>(),
  rename: call(inRoot.extend({ to: path })).returns<null>(),
  /** Into the system's trash where there is one, else into a snapshot folder of Skein's. */
  remove: call(inRoot).returns<null>(),
  /** Editors found on this machine. */
  editors: call(z.object({})).returns<readonly EditorChoice[]>(),
  openInEditor: call(
    inRoot.extend({ editor: z.string().max(60).nullable(), line: z.number().int().min(1).nullable() }),
  ).returns<null>(),
  /** Serves a file (with what lies beside it) on an origin that knows nothing of Skein, for the preview. */
  preview: call(inRoot).returns<{
    readonly url: string;
    readonly kind: 'image' | 'pdf' | 'markdown' | 'html' | 'text' | 'none';
  }>(),
} as const;

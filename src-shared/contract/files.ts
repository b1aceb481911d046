import { z } from 'zod';
import type {
  EditorChoice,
  FileDesk,
  FileDraft,
  FilesEvent,
  FolderPage,
  PreviewKind,
  TextFile,
  TextPart,
} from '../model/files.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const rooted = z.object({ serverId, root: path });
/** May be relative to `root`. Nothing outside of `root` is read or written, wherever links lead. */
const inRoot = rooted.extend({ path });
const version = z.string().max(200);
const text = z.string().max(16_000_000);
const paths = z.array(path).max(200);

export const files = {
  /** Fuzzy file and folder search under a folder, for `@` and *Open file*. Best first, at most 50. */
  search: call(rooted.extend({ query: z.string().max(300), limit: z.number().int().min(1).max(100) })).returns<
    readonly {
      readonly path: string;
      readonly relative: string;
      readonly kind: 'file' | 'folder';
      readonly indices: readonly number[];
    }[]
  >(),
  /** Takes an image into the core (base64, at most 20 MB). The id goes into a message. */
  addImage: call(z.object({ name: z.string().max(300), base64: z.string().max(28_000_000) })).returns<{
    readonly imageId: string;
    readonly url: string;
  }>(),
  /** An address under which the page may show an image that a message or tool named; it expires. */
  imageUrl: call(z.object({ serverId, source: z.string().max(28_000_000) })).returns<{ readonly url: string }>(),

  /** A text file. Binary files answer `binary: true` and no text, large ones their first part. Codex's own skills are read as well. */
  readText: call(inRoot).returns<TextFile>(),
  /** The part of a large text file that begins at `offset`, in bytes. */
  readPart: call(inRoot.extend({ offset: z.number().int().min(0) })).returns<TextPart>(),
  /** One folder's entries, folders first, by pages: `after` is the last name of the page before. */
  list: call(
    inRoot.extend({ after: z.string().max(1024).nullable(), limit: z.number().int().min(1).max(5000) }),
  ).returns<FolderPage>(),
  /** Tells what has changed on disk under `root`; ignored folders are not listened to. */
  watch: stream(rooted).of<FilesEvent>(),
  /**
   * Writes a text file in one step, with its character set, mark and line ends kept (the text's are `\n`). `expected` is the version that
   * was read (null: the file must not exist); another one on disk answers `file.changed`, and nothing is written.
   */
  writeText: call(inRoot.extend({ text, expected: version.nullable() })).returns<{ readonly version: string }>(),
  /** With the folders above it. Fails with `file.exists`. */
  create: call(inRoot.extend({ kind: z.enum(['file', 'folder']) })).returns<null>(),
  /** Fails with `file.exists`; nothing is ever replaced. */
  rename: call(inRoot.extend({ to: path })).returns<null>(),
  /** Copies a file, a folder or a link beside it, under the next free name: `a copy.txt`. Answers the copy's path, relative as `path` is. */
  duplicate: call(inRoot).returns<{ readonly path: string }>(),
  /** Moves a file, a folder or a link into a trash of Skein's own on the same machine, from where it can be brought back for 30 days. */
  remove: call(inRoot).returns<{ readonly id: string }>(),
  /** Puts back what was removed. Fails with `file.exists` when something else is there by now, `file.expired` when it is not kept any more. */
  restoreRemoved: call(z.object({ serverId, id: z.string().regex(/^[\w-]{1,60}$/) })).returns<null>(),

  /** Everything that was typed into files under `root` and not saved. */
  drafts: call(rooted).returns<readonly FileDraft[]>(),
  /** Keeps what was typed, through crashes too; `text` null lets go of it. `path` is relative. */
  keepDraft: call(inRoot.extend({ text: text.nullable(), base: version.nullable() })).returns<null>(),
  desk: call(rooted).returns<FileDesk>(),
  setDesk: call(
    rooted.extend({ desk: z.object({ open: paths, front: path.nullable(), recent: paths }) }),
  ).returns<null>(),

  /** Editors found on this machine; the system's own choice is the last one. */
  editors: call(z.object({})).returns<readonly EditorChoice[]>(),
  /** Opens a file, or a folder, in another program. `editor` null: the first one found. */
  openInEditor: call(
    inRoot.extend({ editor: z.string().max(60).nullable(), line: z.number().int().min(1).nullable() }),
  ).returns<null>(),
  /**
   * Serves a file, with what lies beside it, on an origin that knows nothing of Skein; the address expires. Null: it has none, being on
   * another machine, and is shown by `imageUrl` or `readText`.
   */
  preview: call(inRoot).returns<{ readonly url: string | null; readonly kind: PreviewKind }>(),
} as const;

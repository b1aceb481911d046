/** How a text file's bytes became text. `other`: a character set that is not known; it is shown as well as it goes. */
export type TextEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'utf-16be' | 'other';
/** Why a file can be looked at and not written: `part`: it is too large, and only parts of it are read. */
export type ReadOnlyReason = 'permissions' | 'encoding' | 'part' | 'outside';

export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
  /** More of the file is on disk: `readPart` has the rest. */
  readonly truncated: boolean;
  /** Another value whenever the file's content is another one. */
  readonly version: string;
  /** Null: it can be written. */
  readonly readOnly: ReadOnlyReason | null;
  readonly encoding: TextEncoding;
}
/** A part of a large text file, cut at the end of a line where there is one. */
export interface TextPart {
  readonly text: string;
  /** Where the next part begins, in bytes; null: this was the last one. */
  readonly next: number | null;
}
export interface FolderEntry {
  readonly name: string;
  /** Of a link: of what it leads to; `other`: neither, or nowhere. */
  readonly kind: 'file' | 'folder' | 'other';
  readonly link: boolean;
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  /** Git ignores it. */
  readonly ignored: boolean;
}
export interface FolderPage {
  readonly entries: readonly FolderEntry[];
  /** Of the whole folder. */
  readonly total: number;
  readonly more: boolean;
}
export type FilesEvent =
  /** Files and folders that changed, came or went, relative to the root, with `/`. A folder stands for all that is in it. */
  | { readonly type: 'changed'; readonly paths: readonly string[] }
  /** Anything may have changed: look at everything that is open again. */
  | { readonly type: 'many' };
export interface EditorChoice {
  /** `code`, `cursor`, `zed`, `idea`, `system` … */
  readonly id: string;
  readonly name: string;
}
/** What somebody typed into a file and has not saved. Paths are relative to the root, with `/`. */
export interface FileDraft {
  readonly path: string;
  readonly text: string;
  /** The version it was typed over; null: the file was not there. */
  readonly base: string | null;
  /** Milliseconds since the epoch. */
  readonly savedAt: number;
}
/** What is open in the editor of one folder. Paths are relative to it, with `/`. */
export interface FileDesk {
  readonly open: readonly string[];
  readonly front: string | null;
  /** Opened lately, the latest first. */
  readonly recent: readonly string[];
}
export type PreviewKind = 'image' | 'pdf' | 'markdown' | 'html' | 'none';

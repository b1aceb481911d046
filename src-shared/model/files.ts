export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
  readonly truncated: boolean;
  /** Another value whenever the file's content is another one. */
  readonly version: string;
  readonly readOnly: boolean;
}
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'other';
  readonly bytes: number;
  /** Milliseconds since the epoch. */
  readonly modifiedAt: number;
  readonly ignored: boolean;
}
export interface FolderPage {
  readonly path: string;
  readonly entries: readonly FolderEntry[];
  readonly total: number;
  readonly more: boolean;
}
export type FilesEvent =
  /** Relative folders whose entries or files changed; empty string: the root. */
  | { readonly type: 'changed'; readonly folders: readonly string[]; readonly files: readonly string[] }
  /** Too much at once: look at everything that is open again. */
  | { readonly type: 'many' };
export interface EditorChoice {
  /** `code`, `cursor`, `zed`, `idea`, `system` … */
  readonly id: string;
  readonly name: string;
}

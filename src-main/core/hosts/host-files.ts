import { constants } from 'node:fs';
import {
  chmod,
  copyFile,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import nodePath from 'node:path';

/** A path as text, or as bytes where it need not be UTF-8. */
export type HostPath = string | Buffer;

/** What of `node:path` paths of a host need. */
export interface HostPaths {
  readonly sep: string;
  readonly join: (...parts: string[]) => string;
  readonly resolve: (...parts: string[]) => string;
  readonly relative: (from: string, to: string) => string;
  readonly dirname: (path: string) => string;
  readonly basename: (path: string) => string;
  readonly isAbsolute: (path: string) => boolean;
}

interface FileKind {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}
/** What a file is, as `lstat` tells it. Times are milliseconds since the epoch, on the clock of its host. */
export interface FileStats extends FileKind {
  readonly mode: number;
  readonly size: number;
  readonly ino: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  /** When it was made, where that is told; 0 where the file system does not know. */
  readonly birthtimeMs?: number;
}
/** The same to the last digit: times to the nanosecond, where the file system has them. */
export interface ExactStats extends FileKind {
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mode: bigint;
  readonly size: bigint;
  readonly mtimeMs: bigint;
  readonly ctimeMs: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
}

/**
 * The files of the machine on which Git runs, in the words of `node:fs/promises`: on this machine it is that module. Every function rejects
 * with an error whose `code` is the system's (`ENOENT`, `EEXIST`, `ENOTDIR` …) where the host tells it.
 */
export interface HostFiles {
  readonly isLocal: boolean;
  /** Work on many files that would cost a process each; null: on this machine, where it costs none. */
  readonly many: ManyFiles | null;
  /** How paths are put together there. */
  readonly paths: HostPaths;
  readonly tempFolder: () => string;
  /** Where Git looks for settings of the user that no repository holds: `$XDG_CONFIG_HOME`, else `~/.config`. */
  readonly configFolder: () => Promise<string>;
  readonly lstat: {
    (path: HostPath): Promise<FileStats>;
    (path: HostPath, options: { readonly bigint: true }): Promise<ExactStats>;
  };
  readonly stat: (path: HostPath) => Promise<FileStats>;
  readonly readFile: {
    (path: HostPath): Promise<Buffer>;
    (path: HostPath, encoding: 'utf8' | 'latin1'): Promise<string>;
  };
  /** The first bytes of a file; fewer where it has no more. */
  readonly readStart: (path: string, bytes: number) => Promise<Buffer>;
  /** The last bytes of a file; fewer where it has no more. */
  readonly readEnd: (path: string, bytes: number) => Promise<Buffer>;
  readonly writeFile: (path: string, data: string | Uint8Array) => Promise<void>;
  /** A new, empty file. Fails with `EEXIST` where anything has the name. */
  readonly makeFile: (path: string) => Promise<void>;
  readonly readlink: { (path: HostPath): Promise<string>; (path: HostPath, encoding: 'buffer'): Promise<Buffer> };
  readonly readdir: { (path: HostPath): Promise<string[]>; (path: HostPath, encoding: 'buffer'): Promise<Buffer[]> };
  readonly realpath: (path: string) => Promise<string>;
  readonly mkdir: (path: HostPath, options?: { readonly recursive?: boolean }) => Promise<unknown>;
  /** A new folder that nobody else sees, whose name begins with this. */
  readonly mkdtemp: (prefix: string) => Promise<string>;
  readonly rm: (path: HostPath, options: { readonly recursive?: boolean; readonly force?: boolean }) => Promise<void>;
  readonly rmdir: (path: HostPath) => Promise<void>;
  readonly unlink: (path: HostPath) => Promise<void>;
  readonly rename: (from: HostPath, to: HostPath) => Promise<void>;
  readonly copyFile: (from: HostPath, to: HostPath) => Promise<void>;
  /** Copies a file, a folder with all that is in it, or a link itself, to a name that nothing has: `EEXIST` otherwise. */
  readonly copyTree: (from: string, to: string) => Promise<void>;
  /** Copies a file so that the copy is a little older than the original, never younger. */
  readonly copyAged: (from: string, to: string) => Promise<void>;
  readonly chmod: (path: HostPath, mode: number) => Promise<void>;
  readonly symlink: (target: HostPath, path: HostPath) => Promise<void>;
}

export interface ManyFiles {
  /** Whole paths of everything below a folder that is no folder itself. Links are not followed. */
  below(folder: string): Promise<readonly string[]>;
  /**
   * Copies files and symbolic links, named from `from`, to the same places below `to`, with their times and the folders they need. Nothing
   * that is there is overwritten. Answers for each whether it was copied; one that is gone, or is a device, is not.
   */
  copyNew(from: string, to: string, names: readonly string[]): Promise<readonly boolean[]>;
}

async function readAt(path: string, bytes: number, from: (size: number) => number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytes), 0, bytes, from(size));
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** What `code` of an error says where another machine could not be asked: neither a yes nor a no about the file. */
export const UNREACHABLE = 'EHOST';
export const isUnreachable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === UNREACHABLE;

/** Whether an error says that nothing is there. Every other one leaves open whether something is. */
export const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

/**
 * For `catch`: what a file that is not there, or cannot be looked at, comes to. That its host cannot be asked says nothing about the file,
 * and is thrown on: nobody may take it for a file that is gone.
 */
export const absentAs =
  <T>(value: T) =>
  (error: unknown): T => {
    if (isUnreachable(error)) throw error;
    return value;
  };

/** This machine's. */
export const localFiles: HostFiles = {
  isLocal: true,
  many: null,
  paths: nodePath,
  tempFolder: tmpdir,
  configFolder: () => Promise.resolve(process.env['XDG_CONFIG_HOME'] ?? nodePath.join(homedir(), '.config')),
  readStart: (path, bytes) => readAt(path, bytes, () => 0),
  readEnd: (path, bytes) => readAt(path, bytes, (size) => Math.max(0, size - bytes)),
  makeFile: (path) => writeFile(path, '', { flag: 'wx' }),
  copyTree: async (from, to) => {
    const there = await lstat(to).catch(absentAs(null));
    if (there) throw Object.assign(new Error(`EEXIST: file already exists, '${to}'`), { code: 'EEXIST' });
    const options = { recursive: true, verbatimSymlinks: true, preserveTimestamps: true };
    await cp(from, to, { ...options, errorOnExist: true, force: false, mode: constants.COPYFILE_FICLONE });
  },
  copyAged: async (from, to) => {
    const found = await stat(from);
    await copyFile(from, to);
    const seconds = Math.floor(found.mtimeMs - 1) / 1000;
    await utimes(to, seconds, seconds);
  },
  ...{ lstat, stat, readFile, writeFile, readlink, readdir, realpath, mkdir, mkdtemp, rm, rmdir, unlink },
  ...{ rename, copyFile, chmod, symlink },
};

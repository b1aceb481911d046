import { posix } from 'node:path';
import {
  UNREACHABLE,
  type ExactStats,
  type FileStats,
  type HostFiles,
  type HostPath,
  type ManyFiles,
} from './host-files.ts';
import type { Host } from './host.ts';
import { createStatBatches, type StatLine } from './shell-stat.ts';

/** For one file or one batch of facts; large files over a slow line take their time. */
const TIMEOUT_MS = 60_000;
/** For many files at once. */
const MANY_TIMEOUT_MS = 10 * 60_000;
/** The sign `1`. */
const COPIED = 0x31;
/** Files that one `sh` copies. */
const COPY_BATCH = 100;

/** What the tools of POSIX systems say in the locale `C`, as the system's codes. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/No such file or directory/, 'ENOENT'],
  [/File exists|cannot overwrite existing file/i, 'EEXIST'],
  [/Not a directory/, 'ENOTDIR'],
  [/Directory not empty/, 'ENOTEMPTY'],
  [/Is a directory|cannot overwrite directory/, 'EISDIR'],
  [/Permission denied|Operation not permitted/, 'EACCES'],
  [/Read-only file system/, 'EROFS'],
  [/No space left/, 'ENOSPC'],
  [/Too many levels of symbolic links/, 'ELOOP'],
  [/File name too long/, 'ENAMETOOLONG'],
  [/Invalid argument/, 'EINVAL'],
];

const MISSING = '[ -e "$1" ] || [ -L "$1" ] || { echo "$1: No such file or directory" >&2; exit 1; }';
const SCRIPTS = {
  read: '[ -d "$1" ] && { echo "Is a directory" >&2; exit 1; }; exec cat -- "$1"',
  start: 'n=$1; shift; exec head -c "$n" -- "$1"',
  end: 'n=$1; shift; exec tail -c "$n" -- "$1"',
  // By the shell's own patterns: names may hold line breaks.
  list: [
    MISSING,
    '[ -d "$1" ] || { echo "Not a directory" >&2; exit 1; }',
    'cd -- "$1" || exit 1',
    'for f in * .[!.]* ..?*; do if [ -e "$f" ] || [ -L "$f" ]; then printf "%s\\0" "$f"; fi; done',
  ].join('; '),
  link: `${MISSING}; exec readlink -n -- "$1"`,
  real: `${MISSING}; realpath -- "$1" 2>/dev/null || readlink -f -- "$1"`,
  mkdir: 'exec mkdir -- "$1"',
  mkdirs: 'exec mkdir -p -- "$1"',
  temp: 'exec mktemp -d "$1XXXXXX"',
  rm: `${MISSING}; exec rm -- "$1"`,
  rmForce: 'exec rm -f -- "$1"',
  rmAll: 'exec rm -rf -- "$1"',
  rmdir: 'exec rmdir -- "$1"',
  unlink: `${MISSING}; if [ -d "$1" ] && [ ! -L "$1" ]; then echo "Is a directory" >&2; exit 1; fi; exec rm -f -- "$1"`,
  // Onto a link to a folder, and never into it.
  renameGnu: 'exec mv -fT -- "$1" "$2"',
  renameBsd: 'if [ -d "$2" ] && [ ! -L "$2" ]; then echo "Is a directory" >&2; exit 1; fi; exec mv -fh -- "$1" "$2"',
  copy: 'exec cp -- "$1" "$2"',
  // The times go along to the last digit that the file system has, and are cut, not rounded, where the copy's has fewer.
  copyAged: 'exec cp -p -- "$1" "$2"',
  chmod: 'exec chmod "$@"',
  symlink: 'if [ -e "$2" ] || [ -L "$2" ]; then echo "$2: File exists" >&2; exit 1; fi; exec ln -s -- "$1" "$2"',
  config: 'printf %s "${XDG_CONFIG_HOME:-$HOME/.config}"',
  write: 'exec cat > "$1"',
  // With `set -C` the shell itself refuses a name that is taken; some of them say so in words of their own.
  make: 'set -C; : > "$1"',
  copyTree: 'if [ -e "$2" ] || [ -L "$2" ]; then echo "$2: File exists" >&2; exit 1; fi; exec cp -RPp -- "$1" "$2"',
  // What may not be looked into is passed over.
  below: `${MISSING}; find "$1" ! -type d -print0 2>/dev/null || :`,
  // One sign a file: 1 copied, 0 not.
  copyNew: [
    'from=$1; to=$2; shift 2',
    'for f; do case $f in */*) mkdir -p -- "$to/${f%/*}" || exit 1;; esac',
    'if [ -e "$to/$f" ] || [ -L "$to/$f" ]; then printf 0',
    'elif [ -f "$from/$f" ] || [ -L "$from/$f" ]; then cp -pP -- "$from/$f" "$to/$f" && printf 1 || exit 1',
    'else printf 0; fi; done',
  ].join('; '),
} as const;

/**
 * The files of a POSIX system on which only processes can be started, through its own `sh` and tools. Scripts are constants; paths go in as
 * bytes on the standard input of `xargs -0`, so that no shell ever reads them, whatever they hold. What fails for another reason than the
 * file's own (the line, a missing tool) rejects with the code `EHOST`.
 */
export function createShellFiles(host: Pick<Host, 'run' | 'platform'>): HostFiles {
  const isBsd = () => host.platform === 'darwin';
  const finish = async (running: ReturnType<Host['run']>, about: string): Promise<Buffer> => {
    const { exit, stdout, stderr, timedOut, truncated } = await running;
    const words = exit.kind === 'failed' ? exit.message : stderr.trim();
    if (timedOut || truncated || exit.kind === 'failed' || exit.code === null) throw failure(UNREACHABLE, words, about);
    if (exit.code !== 0) throw failure(codeOf(words), words, about);
    return stdout;
  };
  const start = (program: string, args: readonly string[], stdin?: string | Uint8Array, timeoutMs = TIMEOUT_MS) =>
    host.run({
      ...{ program, args, cwd: '/', env: { LC_ALL: 'C' }, timeoutMs },
      ...(stdin === undefined ? {} : { stdin }),
    });
  const run = (script: string, paths: readonly HostPath[], words: readonly string[] = []): Promise<Buffer> =>
    finish(start('xargs', ['-0', 'sh', '-c', script, 'sh', ...words], nulList(paths)), String(paths[0] ?? ''));
  const done = async (script: string, paths: readonly HostPath[], words?: readonly string[]): Promise<void> => {
    await run(script, paths, words);
  };
  const stats = createStatBatches(async (script, limit, paths) =>
    (await finish(start('xargs', ['-0', '-n', `${limit}`, 'sh', '-c', script, 'sh'], nulList(paths)), '')).toString(
      'latin1',
    ),
  );
  const look = async (path: HostPath, follow: boolean): Promise<StatLine> => {
    const found = await stats(path, { bsd: isBsd(), follow });
    if (found === null) throw failure('ENOENT', 'No such file or directory', String(path));
    return found;
  };
  let config: Promise<string> | null = null;

  function lstat(path: HostPath): Promise<FileStats>;
  function lstat(path: HostPath, options: { readonly bigint: true }): Promise<ExactStats>;
  async function lstat(path: HostPath, options?: { readonly bigint: true }): Promise<FileStats | ExactStats> {
    const line = await look(path, false);
    return options ? exact(line) : plain(line);
  }
  function readFile(path: HostPath): Promise<Buffer>;
  function readFile(path: HostPath, encoding: 'utf8' | 'latin1'): Promise<string>;
  async function readFile(path: HostPath, encoding?: 'utf8' | 'latin1'): Promise<Buffer | string> {
    const bytes = await run(SCRIPTS.read, [path]);
    return encoding ? bytes.toString(encoding) : bytes;
  }
  function readlink(path: HostPath): Promise<string>;
  function readlink(path: HostPath, encoding: 'buffer'): Promise<Buffer>;
  async function readlink(path: HostPath, encoding?: 'buffer'): Promise<Buffer | string> {
    const target = await run(SCRIPTS.link, [path]);
    return encoding ? target : target.toString('utf8');
  }
  function readdir(path: HostPath): Promise<string[]>;
  function readdir(path: HostPath, encoding: 'buffer'): Promise<Buffer[]>;
  async function readdir(path: HostPath, encoding?: 'buffer'): Promise<string[] | Buffer[]> {
    const names = (await run(SCRIPTS.list, [path])).toString('latin1').split('\0').slice(0, -1);
    const bytes = names.map((name) => Buffer.from(name, 'latin1'));
    return encoding ? bytes : bytes.map((name) => name.toString('utf8'));
  }

  const many: ManyFiles = {
    below: async (folder) => {
      const args = ['-0', 'sh', '-c', SCRIPTS.below, 'sh'];
      const printed = await finish(start('xargs', args, nulList([folder]), MANY_TIMEOUT_MS), folder);
      return printed.toString('utf8').split('\0').slice(0, -1);
    },
    copyNew: async (from, to, names) => {
      const args = ['-0', '-n', `${COPY_BATCH}`, 'sh', '-c', SCRIPTS.copyNew, 'sh', from, to];
      const printed = await finish(start('xargs', args, nulList(names), MANY_TIMEOUT_MS), to);
      return Array.from(printed, (sign) => sign === COPIED);
    },
  };

  return {
    isLocal: false,
    many,
    paths: posix,
    tempFolder: () => '/tmp',
    configFolder: async () => {
      config ??= finish(start('sh', ['-c', SCRIPTS.config]), '').then((printed) => printed.toString('utf8'));
      // Asked again after it could not be reached.
      return config.catch((error: unknown) => {
        config = null;
        throw error;
      });
    },
    ...{ lstat, readFile, readlink, readdir },
    stat: async (path) => plain(await look(path, true)),
    readStart: (path, bytes) => run(SCRIPTS.start, [path], [`${bytes}`]),
    readEnd: (path, bytes) => run(SCRIPTS.end, [path], [`${bytes}`]),
    writeFile: async (path, data) => {
      await finish(start('sh', ['-c', SCRIPTS.write, 'sh', path], data), path);
    },
    makeFile: (path) => done(SCRIPTS.make, [path]),
    copyTree: async (from, to) => {
      const args = ['-0', 'sh', '-c', SCRIPTS.copyTree, 'sh'];
      await finish(start('xargs', args, nulList([from, to]), MANY_TIMEOUT_MS), from);
    },
    realpath: async (path) => (await run(SCRIPTS.real, [path])).toString('utf8').replace(/\n$/, ''),
    mkdir: (path, options) => done(options?.recursive ? SCRIPTS.mkdirs : SCRIPTS.mkdir, [path]),
    mkdtemp: async (prefix) => (await run(SCRIPTS.temp, [prefix])).toString('utf8').replace(/\n$/, ''),
    rm: (path, { recursive, force }) => done(recursive ? SCRIPTS.rmAll : force ? SCRIPTS.rmForce : SCRIPTS.rm, [path]),
    rmdir: (path) => done(SCRIPTS.rmdir, [path]),
    unlink: (path) => done(SCRIPTS.unlink, [path]),
    rename: (from, to) => done(isBsd() ? SCRIPTS.renameBsd : SCRIPTS.renameGnu, [from, to]),
    copyFile: (from, to) => done(SCRIPTS.copy, [from, to]),
    copyAged: (from, to) => done(SCRIPTS.copyAged, [from, to]),
    chmod: (path, mode) => done(SCRIPTS.chmod, [path], [(mode & 0o7777).toString(8)]),
    symlink: (target, path) => done(SCRIPTS.symlink, [target, path]),
  };
}

const nulList = (paths: readonly HostPath[]): Buffer =>
  Buffer.concat(paths.flatMap((path) => [typeof path === 'string' ? Buffer.from(path) : path, Buffer.of(0)]));

const codeOf = (words: string): string => WORDS.find(([form]) => form.test(words))?.[1] ?? UNREACHABLE;

function failure(code: string, words: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${words || 'the host did not answer'}, '${path}'`), { code, path });
}

/** stat(2): the upper bits of the mode tell the kind. */
const KIND_BITS = 0o170000;
const kinds = (mode: number) => ({
  isFile: () => (mode & KIND_BITS) === 0o100000,
  isDirectory: () => (mode & KIND_BITS) === 0o040000,
  isSymbolicLink: () => (mode & KIND_BITS) === 0o120000,
});

const NS_PER_MS = 1_000_000n;
const plain = ({ mode, size, ino, mtimeNs, ctimeNs }: StatLine): FileStats => ({
  ...kinds(mode),
  ...{ mode, size: Number(size), ino: Number(ino) },
  // With its part of a millisecond: two writes within one are two states.
  ...{ mtimeMs: Number(mtimeNs) / 1e6, ctimeMs: Number(ctimeNs) / 1e6 },
});
const exact = ({ mode, size, dev, ino, mtimeNs, ctimeNs }: StatLine): ExactStats => ({
  ...kinds(mode),
  ...{ mode: BigInt(mode), size, dev, ino, mtimeNs, ctimeNs },
  ...{ mtimeMs: mtimeNs / NS_PER_MS, ctimeMs: ctimeNs / NS_PER_MS },
});

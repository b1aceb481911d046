import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readlink, symlink, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { isUnreachable, type HostFiles, type ManyFiles } from '../hosts/host-files.ts';
import { withSignal } from './worktree-git.ts';
import { isWithin } from '../hosts/is-within.ts';
import { lookAt, lookInto } from './worktree-path.ts';

/** Patterns in gitignore syntax, at the top of the repository: ignored files that a new worktree gets a copy of. */
const INCLUDE_FILE = '.worktreeinclude';
const AT_ONCE = 16;
/** Files that one process of another machine copies before it is asked whether to go on. */
const COPIED_AT_ONCE = 500;

export interface IncludedFiles {
  readonly copied: number;
  /** There already, or not to be copied: a device, a way through a symbolic link. */
  readonly skipped: readonly string[];
}

/** Ignored files of `from` that its `.worktreeinclude` names, relative to it; null without such a file. */
export async function listIncluded(
  git: GitRunner,
  from: string,
  signal?: AbortSignal,
): Promise<Result<readonly string[] | null, AppError>> {
  const file = await lookInto(git.files, git.files.paths.join(from, INCLUDE_FILE));
  if (!file?.isFile()) return ok(null);
  const list = ['ls-files', '-z', '--others', '--ignored', `--exclude-from=${INCLUDE_FILE}`];
  const named = await git.raw(list, withSignal({ cwd: from }, signal));
  if (!named.ok) return named;
  if (named.value.stdout.length === 0) return ok([]);
  // Files that are merely untracked are changes, and changes are carried over or not as the user says.
  const check = withSignal({ cwd: from, stdin: named.value.stdout, okCodes: [0, 1] }, signal);
  const ignored = await git.raw(['check-ignore', '-z', '--stdin'], check);
  if (!ignored.ok) return ignored;
  return ok(ignored.value.stdout.toString('utf8').split('\0').filter(Boolean));
}

/**
 * Copies files from one folder into another, as clones where the file system can. Nothing that is there is overwritten, symbolic links
 * are copied and not followed, and no file is written through one.
 */
export async function copyFiles(
  files: HostFiles,
  { from, to }: { readonly from: string; readonly to: string },
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Result<IncludedFiles, AppError>> {
  const realTo = await files.realpath(to);
  return files.many
    ? copyThere(files, files.many, { from, to: realTo }, names, signal)
    : copyHere(from, realTo, names, signal);
}

/** On another machine, some hundred files with each process. */
async function copyThere(
  files: HostFiles,
  many: ManyFiles,
  { from, to }: { readonly from: string; readonly to: string },
  names: readonly string[],
  signal?: AbortSignal,
): Promise<Result<IncludedFiles, AppError>> {
  const { join } = files.paths;
  const folders = [...new Set(names.flatMap(foldersOf))];
  const there = await Promise.all(folders.map((folder) => lookAt(files, join(to, folder))));
  const ways = new Set(folders.filter((_folder, index) => there[index] && !there[index].isDirectory()));
  const free = names.filter((name) => !foldersOf(name).some((folder) => ways.has(folder)));
  const skipped = names.filter((name) => foldersOf(name).some((folder) => ways.has(folder)));
  for (let at = 0; at < free.length; at += COPIED_AT_ONCE) {
    if (signal?.aborted) return err({ code: 'git.cancelled', command: INCLUDE_FILE });
    const some = free.slice(at, at + COPIED_AT_ONCE);
    try {
      const copied = await many.copyNew(from, to, some);
      skipped.push(...some.filter((_name, index) => copied[index] !== true));
    } catch (error) {
      if (isUnreachable(error)) throw error;
      return err({ code: 'path.no-access', path: to });
    }
  }
  return ok({ copied: names.length - skipped.length, skipped });
}

/** The folders above a file, as Git names it: `a/b/c` has `a` and `a/b`. */
function foldersOf(name: string): readonly string[] {
  const parts = name.split('/').slice(0, -1);
  return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}

async function copyHere(
  from: string,
  realTo: string,
  files: readonly string[],
  signal?: AbortSignal,
): Promise<Result<IncludedFiles, AppError>> {
  const skipped: string[] = [];
  let copied = 0;
  const failures: AppError[] = [];
  const waiting = [...files];
  const worker = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      if (signal?.aborted || failures.length > 0) return;
      try {
        if (await copyOne(from, realTo, file)) copied++;
        else skipped.push(file);
      } catch (error) {
        // One that was deleted meanwhile is no file any more.
        if (!isCode(error, 'ENOENT')) failures.push({ code: 'path.no-access', path: join(realTo, file) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  if (signal?.aborted) return err({ code: 'git.cancelled', command: INCLUDE_FILE });
  const [failure] = failures;
  return failure ? err(failure) : ok({ copied, skipped });
}

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

async function copyOne(from: string, realTo: string, file: string): Promise<boolean> {
  const source = join(from, file);
  const target = join(realTo, file);
  const entry = await lstat(source);
  if (!entry.isFile() && !entry.isSymbolicLink()) return false;
  if (!(await makeFolder(realTo, dirname(target)))) return false;
  try {
    if (entry.isSymbolicLink()) {
      await symlink(await readlink(source), target);
      return true;
    }
    await copyFile(source, target, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    // Build tools compare times.
    await utimes(target, entry.atime, entry.mtime);
    return true;
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Makes a folder below `root`; false when the way there leads through a symbolic link, or a file. */
async function makeFolder(root: string, folder: string): Promise<boolean> {
  if (!isWithin(root, folder)) return false;
  if (folder === root) return true;
  if (!(await makeFolder(root, dirname(folder)))) return false;
  const there = await lstat(folder).catch((error: unknown) => {
    if (!isCode(error, 'ENOENT')) throw error;
    return null;
  });
  if (there) return there.isDirectory();
  await mkdir(folder).catch((error: unknown) => {
    if (!isCode(error, 'EEXIST')) throw error;
  });
  return true;
}

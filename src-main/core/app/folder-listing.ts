import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FolderListing } from '../../../src-shared/model/project.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { hasDotGit } from '../git/git-place.ts';
import { checkFolder } from './folder-path.ts';

/** Enough to browse; beyond it the path is typed. */
const MAX_ENTRIES = 1_000;
/** Characters that are no part of one name on some system, and the names that mean another folder. */
const BAD_NAME = /[/\\\0]|^\.{0,2}$/;

/** The folders inside a folder, by name, hidden ones last; null is the home folder. Links that lead to folders count as folders. */
export async function listFolder(path: string | null, homeFolder: string): Promise<Result<FolderListing, AppError>> {
  const checked = await checkFolder(path ?? homeFolder, homeFolder);
  if (!checked.ok) return checked;
  const folder = checked.value;
  let entries;
  try {
    entries = await readdir(folder, { withFileTypes: true });
  } catch {
    return err({ code: 'path.no-access', path: folder });
  }
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(folder, entry.name)))))
      names.push(entry.name);
  }
  const hidden = (name: string) => name.startsWith('.');
  names.sort((a, b) => Number(hidden(a)) - Number(hidden(b)) || a.localeCompare(b, 'en', { numeric: true }));
  const parent = dirname(folder);
  return ok({
    path: folder,
    parent: parent === folder ? null : parent,
    entries: await Promise.all(
      names.slice(0, MAX_ENTRIES).map(async (name) => {
        const inside = join(folder, name);
        return { name, path: inside, isGit: await hasDotGit(inside), hidden: hidden(name) };
      }),
    ),
    truncated: names.length > MAX_ENTRIES,
  });
}

/** Makes one folder inside another and lists it. */
export async function createFolder(
  parent: string,
  name: string,
  homeFolder: string,
): Promise<Result<FolderListing, AppError>> {
  const checked = await checkFolder(parent, homeFolder);
  if (!checked.ok) return checked;
  if (BAD_NAME.test(name)) return err({ code: 'rpc.bad-input', issues: ['name: not a folder name'] });
  const path = join(checked.value, name);
  try {
    await mkdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'EEXIST') return err({ code: 'path.no-access', path });
    if (!(await isFolder(path))) return err({ code: 'path.not-a-folder', path });
  }
  return listFolder(path, homeFolder);
}

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() ?? false;

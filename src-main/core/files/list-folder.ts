import type { Dirent } from 'node:fs';
import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FolderEntry, FolderPage } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { Clock } from '../ports.ts';
import { locate, relativeTo } from './place.ts';
import { pathError } from './read-file.ts';

export interface PageRequest {
  readonly root: string;
  readonly path: string;
  /** The last name of the page before. */
  readonly after: string | null;
  readonly limit: number;
}
/** Lists folders by pages. */
export type ListFolder = (request: PageRequest) => Promise<Result<FolderPage, AppError>>;

interface Listed {
  readonly name: string;
  readonly kind: FolderEntry['kind'];
  readonly link: boolean;
}

/** The pages that follow a first one come from what that one saw, for as long as somebody scrolls. */
const KEEP_MS = 60_000;
const MAX_KEPT = 16;
const CHECK_TIMEOUT_MS = 10_000;
const AT_ONCE = 200;
/** Git's own folder is no part of a project. */
const HIDDEN = new Set(['.git']);

/** Digits of a number are compared as if it had this many. */
const NUMBER_DIGITS = 16;

/** What a name is sorted by: without case and accents, numbers by their value. Fifty thousand are compared in a moment that way. */
function sortKey(name: string): string {
  const plain = /^[\x20-\x7e]*$/.test(name) ? name : name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(NUMBER_DIGITS, '0'));
}

/** Folders first, then by name, with numbers in names counted. */
function inOrder<T extends { readonly name: string; readonly kind: FolderEntry['kind'] }>(
  entries: readonly T[],
): readonly T[] {
  const keyed = entries.map((entry) => ({ entry, key: `${entry.kind === 'folder' ? 0 : 1}${sortKey(entry.name)}` }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.entry.name < b.entry.name ? -1 : 1));
  return keyed.map(({ entry }) => entry);
}

export function createListFolder({ git, clock }: { git: Pick<GitRunner, 'raw'>; clock: Clock }): ListFolder {
  /** Least recently used first. */
  const kept = new Map<string, { readonly entries: readonly Listed[]; readonly until: number }>();

  async function entriesOf(folder: string, again: boolean): Promise<readonly Listed[]> {
    const known = kept.get(folder);
    if (again && known && known.until > clock.now()) return known.entries;
    const found = await readdir(folder, { withFileTypes: true });
    const entries = inOrder(await kindsOf(folder, found));
    kept.delete(folder);
    // Small ones are read anew as fast as they are found here.
    if (entries.length > AT_ONCE) kept.set(folder, { entries, until: clock.now() + KEEP_MS });
    const [oldest] = kept.keys();
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
    return entries;
  }

  return async ({ root, path, after, limit }) => {
    const place = await locate(root, path);
    if (!place.ok) return place;
    const { real, named } = place.value;
    try {
      const entries = await entriesOf(real, after !== null);
      const at = after === null ? 0 : entries.findIndex(({ name }) => name === after) + 1;
      // The page before was another folder's, as it seems: whoever asks begins anew.
      const page = after !== null && at === 0 ? [] : entries.slice(at, at + limit);
      const ignored = await ignoredOf(git, place.value.root, real, page);
      const shown = await inTurn(page, (entry) => factsOf(real, entry, ignored.has(entry.name)));
      return ok({
        entries: shown.filter((entry) => entry !== null),
        total: entries.length,
        more: at + page.length < entries.length && page.length > 0,
      });
    } catch (error) {
      const failure = pathError(named, error);
      const isFile = error instanceof Error && 'code' in error && error.code === 'ENOTDIR';
      return err(isFile ? { code: 'path.not-a-folder', path: named } : failure);
    }
  };
}

/** As many at once as the file system takes without a queue of thousands. */
async function inTurn<T, R>(values: readonly T[], run: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < values.length; from += AT_ONCE)
    results.push(...(await Promise.all(values.slice(from, from + AT_ONCE).map(run))));
  return results;
}

async function kindsOf(folder: string, found: readonly Dirent[]): Promise<readonly Listed[]> {
  const shown = found.filter(({ name }) => !HIDDEN.has(name));
  const links = shown.filter((entry) => entry.isSymbolicLink());
  const targets = await inTurn(links, ({ name }) => stat(join(folder, name)).catch(() => null));
  const targetOf = new Map(links.map(({ name }, at) => [name, targets[at] ?? null]));
  return shown.map((entry) => {
    const link = entry.isSymbolicLink();
    const target = link ? targetOf.get(entry.name) : entry;
    return { name: entry.name, link, kind: target?.isDirectory() ? 'folder' : target?.isFile() ? 'file' : 'other' };
  });
}

/** Null when it has gone meanwhile. */
async function factsOf(folder: string, entry: Listed, ignored: boolean): Promise<FolderEntry | null> {
  const stats = await lstat(join(folder, entry.name)).catch(() => null);
  return stats && { ...entry, bytes: stats.size, modifiedAt: stats.mtimeMs, ignored };
}

/** Names that Git ignores, found by one process; none where there is no repository. */
async function ignoredOf(
  git: Pick<GitRunner, 'raw'>,
  root: string,
  folder: string,
  page: readonly Listed[],
): Promise<ReadonlySet<string>> {
  if (page.length === 0) return new Set();
  const below = relativeTo(root, folder);
  // A name that begins with a colon would be read as more than a name.
  const prefix = below === '' ? './' : `./${below}/`;
  const answer = await git.raw(['check-ignore', '-z', '--stdin'], {
    cwd: root,
    stdin: page.map(({ name }) => `${prefix}${name}\0`).join(''),
    // 1: none of them; 128: no repository, or beyond a link or a submodule.
    okCodes: [0, 1, 128],
    timeoutMs: CHECK_TIMEOUT_MS,
  });
  if (!answer.ok || answer.value.code === 128) return new Set();
  const paths = answer.value.stdout.toString('utf8').split('\0');
  return new Set(paths.flatMap((path) => (path.startsWith(prefix) ? [path.slice(prefix.length)] : [])));
}

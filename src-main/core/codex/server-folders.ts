import { posix, win32 } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FolderListing } from '../../../src-shared/model/project.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** Enough to browse; beyond it the path is typed. */
const MAX_ENTRIES = 1_000;
/** Looking for `.git` costs one request each; beyond it folders are shown without the mark. */
const MAX_LOOKS = 200;
const BAD_NAME = /[/\\\0]|^\.{0,2}$/;

/** How paths are written where a server runs. */
export const pathsOf = (server: Pick<CodexServer, 'state'>) => (server.state().platform === 'windows' ? win32 : posix);

/** The folder that holds Codex's home is where people keep their own: `~` of `~/.codex`. */
const homeOf = (server: CodexServer): string => pathsOf(server).dirname(server.state().codexHome);

/**
 * Turns what was typed into the absolute path of a folder that is there, seen by the server. Fails with `path.not-absolute`, `path.missing`,
 * `path.not-a-folder`, `path.no-access` or what keeps the server from answering.
 */
export async function checkServerFolder(server: CodexServer, typed: string): Promise<Result<string, AppError>> {
  const paths = pathsOf(server);
  const trimmed = typed.trim();
  const path = /^~(?=$|[\\/])/.test(trimmed) ? paths.join(homeOf(server), trimmed.slice(1)) : trimmed;
  if (!paths.isAbsolute(path)) return err({ code: 'path.not-absolute', path: typed });
  const found = await server.call('fs/getMetadata', { path });
  if (!found.ok) return err(describeFileError(found.error, path));
  return found.value.isDirectory ? ok(paths.resolve(path)) : err({ code: 'path.not-a-folder', path });
}

/** The folders inside a folder of the server's host, by name, hidden ones last; null is the home folder. */
export async function listServerFolder(
  server: CodexServer,
  typed: string | null,
): Promise<Result<FolderListing, AppError>> {
  // The home folder is known once the server has said who it is.
  const first = typed === null ? await server.call('fs/getMetadata', { path: '/' }) : ok(null);
  if (!first.ok && first.error.code !== 'codex.rejected') return first;
  const checked = await checkServerFolder(server, typed ?? homeOf(server));
  if (!checked.ok) return checked;
  const path = checked.value;
  const answer = await server.call('fs/readDirectory', { path });
  if (!answer.ok) return err(describeFileError(answer.error, path));
  const paths = pathsOf(server);
  const hidden = (name: string) => name.startsWith('.');
  const names = answer.value.entries
    .flatMap(({ fileName, isDirectory }) => (isDirectory ? [fileName] : []))
    .sort((a, b) => Number(hidden(a)) - Number(hidden(b)) || a.localeCompare(b, 'en', { numeric: true }));
  const isGit = async (folder: string) =>
    (await server.call('fs/getMetadata', { path: paths.join(folder, '.git') })).ok;
  const parent = paths.dirname(path);
  return ok({
    path,
    parent: parent === path ? null : parent,
    entries: await Promise.all(
      names.slice(0, MAX_ENTRIES).map(async (name, index) => {
        const inside = paths.join(path, name);
        return { name, path: inside, isGit: index < MAX_LOOKS && (await isGit(inside)), hidden: hidden(name) };
      }),
    ),
    truncated: names.length > MAX_ENTRIES,
  });
}

/** Makes one folder inside another and lists it. */
export async function createServerFolder(
  server: CodexServer,
  parent: string,
  name: string,
): Promise<Result<FolderListing, AppError>> {
  const checked = await checkServerFolder(server, parent);
  if (!checked.ok) return checked;
  if (BAD_NAME.test(name)) return err({ code: 'rpc.bad-input', issues: ['name: not a folder name'] });
  const path = pathsOf(server).join(checked.value, name);
  const made = await server.call('fs/createDirectory', { path, recursive: false });
  if (!made.ok && !(await checkServerFolder(server, path)).ok) return err(describeFileError(made.error, path));
  return listServerFolder(server, path);
}

/** The server passes on what its system says, in English and with the number of the error. */
export function describeFileError(error: AppError, path: string): AppError {
  if (error.code !== 'codex.rejected') return error;
  if (/os error 2\b|no such file|cannot find/i.test(error.message)) return { code: 'path.missing', path };
  if (/os error 20\b|not a directory/i.test(error.message)) return { code: 'path.not-a-folder', path };
  if (/os error (13|1|5)\b|denied|not permitted/i.test(error.message)) return { code: 'path.no-access', path };
  return error;
}

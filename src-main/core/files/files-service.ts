import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { TextFile } from '../../../src-shared/model/files.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { searchFiles } from '../codex/files-gateway.ts';
import type { FileMatch } from '../codex/files-gateway.ts';
import { createSlots, type Slots } from '../scheduling/slots.ts';
import type { FileTokens } from './file-tokens.ts';
import type { ImageStore } from './image-store.ts';
import { pathError } from './read-file.ts';
import { readTextFile } from './read-text.ts';

export interface FilesService {
  /** The newest search of a client ends its earlier one, which then answers with nothing. */
  search(
    server: CodexServer,
    input: { readonly root: string; readonly query: string; readonly limit: number },
    clientId: string,
  ): Promise<Result<readonly FileMatch[], AppError>>;
  readText(
    server: CodexServer,
    input: { readonly root: string; readonly path: string },
  ): Promise<Result<TextFile, AppError>>;
  addImage(input: {
    readonly name: string;
    readonly base64: string;
  }): Promise<Result<{ readonly imageId: string; readonly url: string }, AppError>>;
  /** @param source absolute path, `file:` or `data:` address, or the id of an image in the store */
  imageUrl(source: string): Promise<Result<{ readonly url: string }, AppError>>;
}

export interface FilesServiceOptions {
  readonly images: ImageStore;
  readonly tokens: FileTokens;
  /** The shell's address for a file id. */
  readonly fileUrl: (fileId: string) => string;
}

/**
 * Searches of one client. Each has a token of its own: the server ends an earlier search of the same token, and takes requests up in any
 * order, so that with one token the newest could be the one that is ended. Instead, only two of a client run at once.
 */
interface Searches {
  readonly slots: Slots;
  newest: AbortController | null;
}
const SEARCHES_AT_ONCE = 2;

export function createFilesService({ images, tokens, fileUrl }: FilesServiceOptions): FilesService {
  const searches = new Map<string, Searches>();

  const imageUrl = async (source: string): Promise<Result<{ readonly url: string }, AppError>> => {
    const id = await tokenFor(source);
    return id.ok ? ok({ url: fileUrl(id.value) }) : id;
  };
  const tokenFor = async (source: string): ReturnType<FileTokens['forPath']> => {
    if (source.startsWith('data:')) {
      const bytes = decodeDataUrl(source);
      return bytes ? tokens.forBytes(bytes, 'data:') : err({ code: 'file.not-an-image', name: 'data:' });
    }
    const path = images.path(source) ?? pathOf(source);
    // The page shows nothing from outside: neither does the core fetch it.
    if (path === null) return err({ code: 'url.not-allowed', url: source.slice(0, 200) });
    if (!isAbsolute(path)) return err({ code: 'path.not-absolute', path });
    return tokens.forPath(path);
  };

  return {
    search: async (server, { root, query, limit }, clientId) => {
      const mine = searches.get(clientId) ?? { slots: createSlots(SEARCHES_AT_ONCE), newest: null };
      mine.newest?.abort();
      if (!isAbsolute(root)) return err({ code: 'path.not-absolute', path: root });
      if (query.trim() === '') return listFolder(root, limit);
      const search = new AbortController();
      mine.newest = search;
      searches.set(clientId, mine);
      const found = await mine.slots.run(async () =>
        search.signal.aborted
          ? ok([])
          : searchFiles(server, { root, query, token: randomUUID(), signal: search.signal }),
      );
      if (mine.newest === search) searches.delete(clientId);
      if (search.signal.aborted) return ok([]);
      return found.ok ? ok(found.value.slice(0, limit)) : found;
    },
    readText: (server, { root, path }) => {
      // Codex's own worktrees and skills are named in threads as well.
      const { codexHome } = server.state();
      return readTextFile(path, [root, join(codexHome, 'worktrees'), join(codexHome, 'skills')]);
    },
    addImage: async ({ name, base64 }) => {
      const added = await images.add(name, Buffer.from(base64, 'base64'));
      if (!added.ok) return added;
      const { imageId } = added.value;
      const shown = await imageUrl(imageId);
      return shown.ok ? ok({ imageId, url: shown.value.url }) : shown;
    },
    imageUrl,
  };
}

/** What there is at the top, for somebody who has typed nothing yet. Folders first. */
async function listFolder(root: string, limit: number): Promise<Result<readonly FileMatch[], AppError>> {
  try {
    const entries = await readdir(root, { withFileTypes: true });
    const matches = entries
      .filter(({ name }) => name !== '.git')
      .map((entry): FileMatch => ({
        path: join(root, entry.name),
        relative: entry.name,
        kind: entry.isDirectory() ? 'folder' : 'file',
        indices: [],
      }))
      .sort((a, b) => Number(a.kind === 'file') - Number(b.kind === 'file') || a.relative.localeCompare(b.relative));
    return ok(matches.slice(0, limit));
  } catch (error) {
    return err(pathError(root, error));
  }
}

/**
 * On Windows such a path names another machine, which is asked for it over the network, with the user's login: a picture in an agent's
 * answer must not do that. The names of WSL are this machine's own.
 */
const OTHER_MACHINE = /^[\\/]{2}(?!wsl(?:\$|\.localhost)[\\/])/i;

/** Null for an address that is not a file's, or not of this machine. */
function pathOf(source: string): string | null {
  const path = source.startsWith('file:') ? pathOfUrl(source) : source;
  // One letter and a colon is a drive.
  return path === null || /^[a-z][a-z0-9+.-]+:/i.test(path) || OTHER_MACHINE.test(path) ? null : path;
}

function pathOfUrl(url: string): string | null {
  try {
    return fileURLToPath(url);
  } catch {
    return null;
  }
}

function decodeDataUrl(url: string): Buffer | null {
  const comma = url.indexOf(',');
  if (comma < 0) return null;
  const body = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, comma))) return Buffer.from(body, 'base64');
  try {
    return Buffer.from(decodeURIComponent(body), 'latin1');
  } catch {
    return null;
  }
}

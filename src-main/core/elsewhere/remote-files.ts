import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FolderPage, TextFile } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { listOnServer, placeOnServer, readOnServer, writeOnServer } from '../codex/server-files.ts';
import { versionOf } from '../files/read-text.ts';
import { keepLineEnds } from '../files/line-ends.ts';
import { decodeText, encodeText } from '../files/text-codec.ts';

type Answer<T> = Promise<Result<T, AppError>>;
interface Where {
  readonly root: string;
  readonly path: string;
}

/** One folder of another machine, folders first, by pages. The server tells neither sizes nor what Git ignores. */
export async function listRemote(
  server: CodexServer,
  { root, path, after, limit }: Where & { readonly after: string | null; readonly limit: number },
): Answer<FolderPage> {
  const place = placeOnServer(server, root, path);
  if (!place.ok) return place;
  const listed = await listOnServer(server, place.value);
  if (!listed.ok) return listed;
  const entries = listed.value
    .filter(({ name }) => name !== '.git')
    .sort(
      (a, b) =>
        Number(b.kind === 'folder') - Number(a.kind === 'folder') ||
        a.name.localeCompare(b.name, 'en', { numeric: true }),
    );
  const from = after === null ? 0 : entries.findIndex(({ name }) => name === after) + 1;
  const page = after !== null && from === 0 ? [] : entries.slice(from, from + limit);
  return ok({
    entries: page.map((entry) => ({ ...entry, link: false, bytes: 0, modifiedAt: 0, ignored: false })),
    total: entries.length,
    more: page.length > 0 && from + page.length < entries.length,
  });
}

export async function readRemoteText(server: CodexServer, { root, path }: Where): Answer<TextFile> {
  const place = placeOnServer(server, root, path);
  if (!place.ok) return place;
  const read = await readOnServer(server, place.value);
  if (!read.ok) return read;
  const decoded = decodeText(read.value);
  return ok({
    path: place.value,
    text: decoded?.text ?? '',
    binary: decoded === null,
    bytes: read.value.length,
    truncated: false,
    version: versionOf(read.value),
    readOnly: decoded?.encoding === 'other' ? 'encoding' : null,
    encoding: decoded?.encoding ?? 'other',
  });
}

/** Writes a text file with its character set kept. Fails with `file.changed` when another version is there than the one that was read. */
export async function writeRemoteText(
  server: CodexServer,
  { root, path, text, expected }: Where & { readonly text: string; readonly expected: string | null },
): Answer<{ readonly version: string }> {
  const place = placeOnServer(server, root, path);
  if (!place.ok) return place;
  const read = await readOnServer(server, place.value);
  if (!read.ok && read.error.code !== 'path.missing') return read;
  const before = read.ok ? read.value : null;
  if ((before === null ? null : versionOf(before)) !== expected)
    return err({ code: 'file.changed', path: place.value });
  const decoded = before === null ? { text: '', encoding: 'utf-8' as const } : decodeText(before);
  if (!decoded || decoded.encoding === 'other') return err({ code: 'file.not-text', path: place.value });
  const bytes = encodeText(keepLineEnds(decoded.text, text), decoded.encoding);
  const written = await writeOnServer(server, place.value, bytes);
  return written.ok ? ok({ version: versionOf(bytes) }) : written;
}

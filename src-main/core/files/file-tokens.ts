import { createHash, randomBytes } from 'node:crypto';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FileId } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { imageTypeOf, MAX_IMAGE_BYTES } from './image-type.ts';
import type { ImageType } from './image-type.ts';
import { readFileHead } from './read-file.ts';

export interface ServedFile {
  readonly bytes: Uint8Array;
  readonly mimeType: ImageType;
}

/** Names under which the page may load images: unguessable, for a while, and for nothing else on the disk. */
export interface FileTokens {
  /** Fails when the path is no image file. A path that is asked for again keeps its id. */
  forPath(path: string): Promise<Result<FileId, AppError>>;
  /** @param name for the error's words */
  forBytes(bytes: Uint8Array, name: string): Result<FileId, AppError>;
  /** Null when the id is unknown or has expired, or the file is no image any more. Being shown keeps an id alive. */
  serve(fileId: string): Promise<ServedFile | null>;
}

/** From the last time that it was asked for or shown. */
export const FILE_ID_LIFE_MS = 6 * 60 * 60 * 1000;
/** Images without a file are kept in memory, the latest ones. */
const MAX_HELD_BYTES = 128 * 1024 * 1024;
const MAX_IDS = 10_000;
const ID_BYTES = 24;

interface Entry {
  readonly key: string;
  readonly source: { readonly path: string } | ServedFile;
  until: number;
}

export function createFileTokens(clock: Clock): FileTokens {
  /** Least recently used first. */
  const entries = new Map<FileId, Entry>();
  const idsByKey = new Map<string, FileId>();
  let heldBytes = 0;

  const forget = (id: FileId, entry: Entry) => {
    entries.delete(id);
    idsByKey.delete(entry.key);
    if ('bytes' in entry.source) heldBytes -= entry.source.bytes.length;
  };
  const touch = (id: FileId, entry: Entry) => {
    entry.until = clock.now() + FILE_ID_LIFE_MS;
    entries.delete(id);
    entries.set(id, entry);
  };
  const find = (id: FileId): Entry | null => {
    const entry = entries.get(id);
    if (!entry) return null;
    if (entry.until <= clock.now()) {
      forget(id, entry);
      return null;
    }
    return entry;
  };
  const issue = (key: string, source: Entry['source']): FileId => {
    const known = idsByKey.get(key);
    const entry = known && find(known);
    if (known && entry) {
      touch(known, entry);
      return known;
    }
    const id = randomBytes(ID_BYTES).toString('base64url') as FileId;
    entries.set(id, { key, source, until: clock.now() + FILE_ID_LIFE_MS });
    idsByKey.set(key, id);
    if ('bytes' in source) heldBytes += source.bytes.length;
    for (const [oldest, old] of entries) {
      const expired = old.until <= clock.now();
      if (!expired && entries.size <= MAX_IDS && heldBytes <= MAX_HELD_BYTES) break;
      // The latest one always stays, however large.
      if (oldest !== id) forget(oldest, old);
    }
    return id;
  };

  return {
    forPath: async (path) => {
      const image = await readImage(path);
      return image.ok ? ok(issue(`path:${path}`, { path })) : image;
    },
    forBytes: (bytes, name) => {
      if (bytes.length > MAX_IMAGE_BYTES) {
        return err({ code: 'file.too-large', path: name, bytes: bytes.length, maxBytes: MAX_IMAGE_BYTES });
      }
      const mimeType = imageTypeOf(bytes);
      if (!mimeType) return err({ code: 'file.not-an-image', name });
      return ok(issue(`bytes:${createHash('sha256').update(bytes).digest('hex')}`, { bytes, mimeType }));
    },
    serve: async (fileId) => {
      const id = fileId as FileId;
      const entry = find(id);
      if (!entry) return null;
      touch(id, entry);
      if ('bytes' in entry.source) return entry.source;
      const image = await readImage(entry.source.path);
      return image.ok ? image.value : null;
    },
  };
}

/** Reads the file whole: what it is and how large is true of the bytes that are served, whatever the file was before. */
async function readImage(path: string): Promise<Result<ServedFile, AppError>> {
  const read = await readFileHead(path, MAX_IMAGE_BYTES);
  if (!read.ok) return read;
  const { bytes, size } = read.value;
  if (size > MAX_IMAGE_BYTES) return err({ code: 'file.too-large', path, bytes: size, maxBytes: MAX_IMAGE_BYTES });
  const mimeType = imageTypeOf(bytes);
  return mimeType ? ok({ bytes, mimeType }) : err({ code: 'file.not-an-image', name: path });
}

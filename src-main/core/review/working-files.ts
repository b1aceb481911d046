import { createHash } from 'node:crypto';
import { absentAs, type ExactStats, type HostFiles } from '../hosts/host-files.ts';
import { imageTypeOf } from '../files/image-type.ts';
import type { Clock } from '../ports.ts';
import { isBinary } from './text-of.ts';

/** What lies at a path of the working tree. */
export interface WorkingFile {
  /** As Git writes it: `100644`, `100755`, `120000` for a link, `160000` for a repository inside; `000000` when nothing is there. */
  readonly mode: string;
  /** The name Git would give its bytes as they are; of a larger file what its state on the disk says. Null when nothing is there. */
  readonly blob: string | null;
  readonly bytes: number | null;
  /** Null for binary files and those too large to be counted. */
  readonly lines: number | null;
  readonly isImage: boolean;
}

export interface WorkingFiles {
  /** Reads a file unless it is known and unchanged. @param name length of object names in the repository: 40 (SHA-1) or 64 */
  look(root: string, path: string, name: 40 | 64): Promise<WorkingFile>;
}

/** Larger files are told apart by their state on the disk. */
const MAX_HASHED_BYTES = 8 * 1024 * 1024;
/** A file written this short a time ago can be written again without its times changing: file systems count in ticks. */
const RACY_MS = 50;
const MAX_KNOWN = 60_000;

const MISSING: WorkingFile = { mode: '000000', blob: null, bytes: null, lines: null, isImage: false };

export function createWorkingFiles(files: HostFiles, clock: Clock): WorkingFiles {
  const known = new Map<string, { readonly identity: string; readonly file: WorkingFile }>();

  return {
    look: async (root, path, name) => {
      const full = files.paths.join(root, path);
      const before = await files.lstat(full, { bigint: true }).catch(absentAs(null));
      if (!before) return MISSING;
      if (before.isDirectory()) return { ...MISSING, mode: '160000' };
      const identity = identityOf(before);
      const hit = known.get(full);
      if (hit?.identity === identity) return hit.file;
      const file = await read(files, full, before, name);
      if (clock.now() - Number(before.mtimeMs) > RACY_MS && clock.now() - Number(before.ctimeMs) > RACY_MS) {
        if (known.size >= MAX_KNOWN) known.clear();
        known.set(full, { identity, file });
      }
      return file;
    },
  };
}

const identityOf = ({ dev, ino, mode, size, mtimeNs, ctimeNs }: ExactStats): string =>
  [dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');

async function read(files: HostFiles, full: string, stat: ExactStats, name: 40 | 64): Promise<WorkingFile> {
  const size = Number(stat.size);
  const mode = stat.isSymbolicLink() ? '120000' : (stat.mode & 0o100n) === 0n ? '100644' : '100755';
  if (!stat.isFile() && !stat.isSymbolicLink()) return { ...MISSING, mode };
  if (size > MAX_HASHED_BYTES) {
    const blob = createHash('sha1').update(identityOf(stat)).digest('hex');
    return { mode, blob, bytes: size, lines: null, isImage: false };
  }
  try {
    const bytes = stat.isSymbolicLink() ? Buffer.from(await files.readlink(full)) : await files.readFile(full);
    const binary = isBinary(bytes);
    return {
      mode,
      blob: blobName(bytes, name),
      bytes: bytes.length,
      lines: binary ? null : countLines(bytes),
      isImage: binary && imageTypeOf(bytes) !== null,
    };
  } catch {
    // It went away, or may not be read; what is known is its state.
    return {
      mode,
      blob: createHash('sha1').update(identityOf(stat)).digest('hex'),
      bytes: size,
      lines: null,
      isImage: false,
    };
  }
}

/** The object name of a blob with these bytes. */
function blobName(bytes: Uint8Array, name: 40 | 64): string {
  const hash = createHash(name === 40 ? 'sha1' : 'sha256');
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

function countLines(bytes: Uint8Array): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++;
  return bytes.length > 0 && bytes[bytes.length - 1] !== 10 ? lines + 1 : lines;
}

import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: number;
  /** The content, at most so many bytes of it as were asked for; null where the method is unknown. */
  readonly content: Buffer | null;
}

/** Numbers of the ZIP format (APPNOTE.TXT, 4.3). */
const END = 0x06054b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const CENTRAL = 0x02014b50;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 1000;

/** What is in a ZIP file without encryption and smaller than 4 GB. Throws for a file that is none. */
export function readZip(file: Buffer, maxBytes: number): ZipEntry[] {
  const end = findEnd(file);
  const count = Math.min(file.readUInt16LE(end + 10), MAX_ENTRIES);
  let at = file.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Error('Not a ZIP file');
    const method = file.readUInt16LE(at + 10);
    const packed = file.readUInt32LE(at + 20);
    const bytes = file.readUInt32LE(at + 24);
    const nameBytes = file.readUInt16LE(at + 28);
    const moreBytes = file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
    const local = file.readUInt32LE(at + 42);
    const name = file.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    const start = local + LOCAL_BYTES + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    entries.push({ name, bytes, content: unpack(file.subarray(start, start + packed), method, maxBytes) });
    at += CENTRAL_BYTES + nameBytes + moreBytes;
  }
  return entries;
}

function findEnd(file: Buffer): number {
  const first = Math.max(0, file.length - END_BYTES - MAX_COMMENT_BYTES);
  for (let at = file.length - END_BYTES; at >= first; at--) if (file.readUInt32LE(at) === END) return at;
  throw new Error('Not a ZIP file');
}

function unpack(packed: Buffer, method: number, maxBytes: number): Buffer | null {
  if (method === STORED) return packed.subarray(0, maxBytes);
  return method === DEFLATED ? inflateRawSync(packed).subarray(0, maxBytes) : null;
}

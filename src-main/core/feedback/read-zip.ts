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
/** Stands for a number that is in the extra field of ZIP64, whatever its size: some writers always do that. */
const ELSEWHERE = 0xffffffff;
const ZIP64_FIELD = 1;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 1000;

/** What is in a ZIP file without encryption, smaller than 4 GB. Throws for a file that is none. */
export function readZip(file: Buffer, maxBytes: number): ZipEntry[] {
  const end = findEnd(file);
  const count = Math.min(file.readUInt16LE(end + 10), MAX_ENTRIES);
  let at = file.readUInt32LE(end + 16);
  const entries: ZipEntry[] = [];
  for (let index = 0; index < count; index++) {
    if (file.readUInt32LE(at) !== CENTRAL) throw new Error('Not a ZIP file');
    const method = file.readUInt16LE(at + 10);
    const nameBytes = file.readUInt16LE(at + 28);
    const extraBytes = file.readUInt16LE(at + 30);
    const moreBytes = extraBytes + file.readUInt16LE(at + 32);
    const extra = file.subarray(at + CENTRAL_BYTES + nameBytes, at + CENTRAL_BYTES + nameBytes + extraBytes);
    const [bytes = 0, packed = 0, local = 0] = longNumbers(
      [file.readUInt32LE(at + 24), file.readUInt32LE(at + 20), file.readUInt32LE(at + 42)],
      extra,
    );
    const name = file.toString('utf8', at + CENTRAL_BYTES, at + CENTRAL_BYTES + nameBytes);
    const start = local + LOCAL_BYTES + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    entries.push({ name, bytes, content: unpack(file.subarray(start, start + packed), method, maxBytes) });
    at += CENTRAL_BYTES + nameBytes + moreBytes;
  }
  return entries;
}

/** Those that stand in the extra field come there one after the other, in the same order. */
function longNumbers(numbers: readonly number[], extra: Buffer): number[] {
  let field = 0;
  while (field + 4 <= extra.length && extra.readUInt16LE(field) !== ZIP64_FIELD) {
    field += 4 + extra.readUInt16LE(field + 2);
  }
  let at = field + 4;
  return numbers.map((number) => {
    if (number !== ELSEWHERE || at + 8 > extra.length) return number;
    at += 8;
    return Number(extra.readBigUInt64LE(at - 8));
  });
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

import { deflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { readZip } from './read-zip.ts';

interface Part {
  readonly name: string;
  readonly text: string;
  readonly packed?: boolean;
  /** Its numbers stand in the field of ZIP64. */
  readonly long?: boolean;
}

/** A ZIP file as its format says (APPNOTE.TXT, 4.3). */
function zip(parts: readonly Part[], comment = ''): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const { name, text, packed = false, long = false } of parts) {
    const content = packed ? deflateRawSync(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    const extra = long ? Buffer.alloc(28) : Buffer.alloc(0);
    if (long) {
      // Another field before it.
      extra.writeUInt16LE(7, 0);
      extra.writeUInt16LE(4, 2);
      extra.writeUInt16LE(1, 8);
      extra.writeUInt16LE(16, 10);
      extra.writeBigUInt64LE(BigInt(text.length), 12);
      extra.writeBigUInt64LE(BigInt(content.length), 20);
    }
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(packed ? 8 : 0, 10);
    central.writeUInt32LE(long ? 0xffffffff : content.length, 20);
    central.writeUInt32LE(long ? 0xffffffff : text.length, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(extra.length, 30);
    central.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), content);
    centrals.push(central, Buffer.from(name), extra);
    at += 30 + name.length + content.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...locals, ...centrals, end, Buffer.from(comment)]);
}

it('reads what is stored and what is packed, with long numbers and without, and no more than is asked for', () => {
  const file = zip(
    [
      { name: 'a.txt', text: 'plain' },
      { name: 'b/c.txt', text: 'packed '.repeat(100), packed: true },
      { name: 'd.txt', text: 'long', long: true, packed: true },
    ],
    'a comment',
  );
  expect(readZip(file, 8).map(({ content, ...entry }) => ({ ...entry, text: content?.toString() }))).toEqual([
    { name: 'a.txt', bytes: 5, text: 'plain' },
    { name: 'b/c.txt', bytes: 700, text: 'packed p' },
    { name: 'd.txt', bytes: 4, text: 'long' },
  ]);
});

it.each([Buffer.alloc(0), Buffer.from('no such file'), Buffer.alloc(100)])('takes nothing else for one: %#', (file) =>
  expect(() => readZip(file, 8)).toThrow(),
);

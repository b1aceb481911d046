import type { TextEncoding } from '../../../src-shared/model/files.ts';

/** Git's rule: a file with a zero byte near its start is binary. */
const BINARY_HEAD_BYTES = 8000;

interface Decoded {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/**
 * The text of a file's bytes, without its byte order mark; null when it is binary. Only what can be turned back into the very same
 * bytes gets the name of its character set.
 *
 * @param cut the bytes end somewhere in the file: a character that is cut off at the end is left out
 */
export function decodeText(bytes: Uint8Array, cut = false): Decoded | null {
  const encoding = markOf(bytes);
  if (encoding === null && bytes.subarray(0, BINARY_HEAD_BYTES).includes(0)) return null;
  const known = encoding ?? 'utf-8';
  const text = new TextDecoder(LABELS[known]).decode(bytes, { stream: cut });
  const back = encodeText(text, known);
  const same = cut ? back.equals(bytes.subarray(0, back.length)) : back.equals(bytes);
  if (same) return { text, encoding: known };
  return { text: encoding ? text : new TextDecoder('windows-1252').decode(bytes), encoding: 'other' };
}

type Known = Exclude<TextEncoding, 'other'>;
const LABELS: Readonly<Record<Known, string>> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
};

function markOf(bytes: Uint8Array): Exclude<Known, 'utf-8'> | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8-bom';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return null;
}

/** The bytes of a text, with the byte order mark that belongs to the character set. */
export function encodeText(text: string, encoding: Known): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text, 'utf8');
    case 'utf-8-bom':
      return Buffer.from(`\uFEFF${text}`, 'utf8');
    case 'utf-16le':
      return Buffer.from(`\uFEFF${text}`, 'utf16le');
    case 'utf-16be':
      return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  }
}

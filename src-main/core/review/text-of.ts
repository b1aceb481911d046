const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const western = new TextDecoder('windows-1252');
/** Git's rule: a file with a zero byte near its start is binary. */
const BINARY_HEAD_BYTES = 8000;

/** A diff's or file's text. Lines that are no UTF-8 are read as Windows-1252, line by line, so that neither side of a conversion is garbled. */
export function textOf(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return lineByLine(bytes);
  }
}

function lineByLine(bytes: Uint8Array): string {
  const lines: string[] = [];
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(10, start);
    const line = bytes.subarray(start, end < 0 ? bytes.length : end + 1);
    start += line.length;
    try {
      lines.push(strict.decode(line));
    } catch {
      lines.push(western.decode(line));
    }
  }
  return lines.join('');
}

export const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, BINARY_HEAD_BYTES).includes(0);

/** A file's whole text, with its byte order mark; null when it is binary. */
export function contentText(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le', { ignoreBOM: true }).decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be', { ignoreBOM: true }).decode(bytes);
  return isBinary(bytes) ? null : textOf(bytes);
}

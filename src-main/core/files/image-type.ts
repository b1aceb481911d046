export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp' | 'image/avif' | 'image/bmp';

/** The file name's ending for each type, without the dot. */
export const IMAGE_ENDINGS: Readonly<Record<ImageType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'avif',
  'image/bmp': 'bmp',
};

/** Largest image that is taken in or shown. */
export const MAX_IMAGE_BYTES = 20 * 1024 * 1024;

/**
 * What an image's first bytes say it is; names and declared types are not believed. SVG is a document that runs scripts and loads
 * other files, so it is none of these.
 */
export function imageTypeOf(bytes: Uint8Array): ImageType | null {
  const text = (from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(4, 8) === 'ftyp' && /avi[fs]/.test(text(8, Math.min(64, new DataView(copyOf(bytes, 4)).getUint32(0))))) {
    return 'image/avif';
  }
  // "BM" alone begins many a text; the size of one of the known headers follows at 14.
  if (text(0, 2) === 'BM' && bytes.length > 26 && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0)) {
    return 'image/bmp';
  }
  return null;
}

const copyOf = (bytes: Uint8Array, length: number): ArrayBuffer => new Uint8Array(bytes.subarray(0, length)).buffer;

import { writeFileSync } from 'node:fs';

/**
 * Only such a file is ever written: new, in a folder that the `codex` command made for it (`mktemp`). A start argument can name any file, and
 * nothing but this.
 */
const RECEIPT = /[\\/]skein-receipt\.[A-Za-z0-9]{6,30}[\\/]taken$/;

/** Tells the `codex` command that Skein took its path, or the codes of why not. Answers false when there was nobody to tell. */
export function writeReceipt(file: string | null, refused: readonly { readonly code: string }[]): boolean {
  if (file === null || !RECEIPT.test(file)) return false;
  try {
    writeFileSync(file, refused.length === 0 ? 'taken\n' : `${refused.map(({ code }) => code).join(' ')}\n`, {
      flag: 'wx',
    });
    return true;
  } catch {
    // Whoever waited has given up and took its folder along.
    return false;
  }
}

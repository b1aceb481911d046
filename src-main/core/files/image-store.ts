import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import { IMAGE_ENDINGS, imageTypeOf, MAX_IMAGE_BYTES } from './image-type.ts';

/** Images that the user put into messages: files, so that Codex can be told where they are. */
export interface ImageStore {
  /** The same image has the same id. */
  add(name: string, bytes: Uint8Array): Promise<Result<{ readonly imageId: string }, AppError>>;
  /** Null when there is no such image (any more). */
  path(imageId: string): string | null;
  /** Removes images that nobody has added for a long time, except those named. Answers how many. */
  sweep(keep: ReadonlySet<string>): Promise<number>;
}

/** Threads show the images of their messages from here; a season is long enough to scroll back. */
export const KEEP_IMAGES_MS = 90 * 24 * 60 * 60 * 1000;

const IMAGE_ID = /^[0-9a-f]{64}\.[a-z]{3,4}$/;
const SECOND_MS = 1000;

/** They lie in `images` of Skein's own folder. */
export function createImageStore({
  skeinHome,
  clock,
}: {
  readonly skeinHome: string;
  readonly clock: Clock;
}): ImageStore {
  const folder = join(skeinHome, 'images');
  return {
    add: async (name, bytes) => {
      if (bytes.length > MAX_IMAGE_BYTES) {
        return err({ code: 'file.too-large', path: name, bytes: bytes.length, maxBytes: MAX_IMAGE_BYTES });
      }
      const type = imageTypeOf(bytes);
      if (!type) return err({ code: 'file.not-an-image', name });
      const imageId = `${createHash('sha256').update(bytes).digest('hex')}.${IMAGE_ENDINGS[type]}`;
      const file = join(folder, imageId);
      try {
        if (!existsSync(file)) {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
          await writeFile(temporary, bytes, { mode: 0o600 });
          await rename(temporary, file);
        }
        // Also when it was there already: used again, its time starts anew.
        await utimes(file, clock.now() / SECOND_MS, clock.now() / SECOND_MS);
        return ok({ imageId });
      } catch (error) {
        return err({ code: 'storage.failed', file, reason: error instanceof Error ? error.message : String(error) });
      }
    },
    path: (imageId) => {
      if (!IMAGE_ID.test(imageId)) return null;
      const file = join(folder, imageId);
      return existsSync(file) ? file : null;
    },
    sweep: async (keep) => {
      const names = await readdir(folder).catch(() => []);
      let removed = 0;
      for (const name of names) {
        if (keep.has(name)) continue;
        const file = join(folder, name);
        const found = await stat(file).catch(() => null);
        if (!found?.isFile() || clock.now() - found.mtimeMs < KEEP_IMAGES_MS) continue;
        await rm(file, { force: true }).catch(() => undefined);
        removed++;
      }
      return removed;
    },
  };
}

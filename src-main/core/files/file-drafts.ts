import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FileDraft } from '../../../src-shared/model/files.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { writeAtomically } from '../storage/write-atomically.ts';

/** What was typed into files and not saved: one file each, so that a key costs no more than the file it was typed into. */
export interface FileDrafts {
  list(root: string): Promise<readonly FileDraft[]>;
  /** Whole paths of all files with unsaved text, of every root. */
  files(): Promise<readonly string[]>;
  keep(
    root: string,
    path: string,
    draft: Pick<FileDraft, 'base'> & { text: string | null },
  ): Promise<Result<null, AppError>>;
}

const stored = z.object({
  root: z.string(),
  path: z.string(),
  text: z.string(),
  base: z.string().nullable(),
  savedAt: z.number(),
});
const nameOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 40);

export function createFileDrafts(options: { skeinHome: string; clock: Clock; log: Log }): FileDrafts {
  const { clock, log } = options;
  const home = join(options.skeinHome, 'file-drafts');
  /** Writes of one draft follow one another: the newest one stays. */
  const writing = new Map<string, Promise<unknown>>();

  async function write(folder: string, file: string, text: string | null): Promise<Result<null, AppError>> {
    try {
      if (text === null) await rm(file, { force: true });
      else {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeAtomically(file, text);
      }
      return ok(null);
    } catch (error) {
      return err({ code: 'storage.failed', file, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  return {
    list: async (root) => {
      const folder = join(home, nameOf(root));
      await Promise.all([...writing].filter(([file]) => file.startsWith(folder)).map(([, write]) => write));
      const names = await readdir(folder).catch(() => []);
      const drafts = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => readDraft(join(folder, name), log)),
      );
      return drafts
        .flatMap((draft) => (draft?.root === root ? [draft] : []))
        .map(({ path, text, base, savedAt }) => ({ path, text, base, savedAt }))
        .sort((a, b) => a.savedAt - b.savedAt);
    },
    files: async () => {
      await Promise.all(writing.values());
      const names = await readdir(home, { recursive: true }).catch(() => []);
      const drafts = await Promise.all(
        names.filter((name) => name.endsWith('.json')).map((name) => readDraft(join(home, name), log)),
      );
      return drafts.flatMap((draft) => (draft ? [join(draft.root, draft.path)] : []));
    },
    keep: (root, path, { text, base }) => {
      const folder = join(home, nameOf(root));
      const file = join(folder, `${nameOf(path)}.json`);
      const json = text === null ? null : JSON.stringify({ root, path, text, base, savedAt: clock.now() });
      const done = (writing.get(file) ?? Promise.resolve()).then(() => write(folder, file, json));
      writing.set(file, done);
      return done.finally(() => {
        if (writing.get(file) === done) writing.delete(file);
      });
    },
  };
}

async function readDraft(file: string, log: Log): Promise<z.output<typeof stored> | null> {
  try {
    return stored.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    // It stays where it is, for somebody to look at.
    log.warn('what was typed into a file could not be read', { file, error: String(error) });
    return null;
  }
}

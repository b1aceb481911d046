import { readdir, readFile, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ConfigLayer } from '../../../src-shared/model/config.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { KeyEdit } from '../codex/config-edits.ts';
import type { ConfigGateway, ReadConfig } from '../codex/config-gateway.ts';
import { mayWrite } from '../files/read-text.ts';
import { writeAtomically } from '../storage/write-atomically.ts';
import { sameJson, valueAt } from './config-values.ts';
import { losesComments } from './lost-comments.ts';

/** A change of one key; `seen`: what the user's file said when it was made, undefined where that does not matter. */
export interface SeenEdit extends KeyEdit {
  readonly seen?: Json | undefined;
}

/** Made from what the files say at the moment of writing. */
export type ConfigEdits = (read: ReadConfig) => readonly SeenEdit[];

export interface WrittenConfig {
  readonly overruledBy: ConfigLayer | null;
  /** Where the file as it was is kept, when comments went. */
  readonly copy: string | null;
}

export interface WriteConfigPorts {
  readonly gateway: ConfigGateway;
  /** The user's config.toml; null on another machine, where Skein does not look at it. */
  readonly file: string | null;
  /** For copies of it. */
  readonly copies: string;
  readonly now: () => number;
  /** Threads that are loaded take it up. */
  readonly reload: boolean;
}

/** Other programs write into the same file: so often it is read again before giving up. */
const MAX_TRIES = 4;
const MAX_COPIES = 20;

/**
 * Writes keys of the user's config.toml through the server. What was not touched by anybody else is written even when the file has
 * changed elsewhere: each try reads the file, compares the keys at hand, and binds the write to the version that was compared.
 *
 * @param edits made from what the file says now; null: there is nothing to do
 */
export async function writeConfig(
  ports: WriteConfigPorts,
  edits: ConfigEdits,
): Promise<Result<WrittenConfig, AppError>> {
  const { gateway, file, reload } = ports;
  if (file !== null && (await isReadOnly(file))) return err({ code: 'config.read-only', file });
  for (let tries = 1; ; tries++) {
    const read = await gateway.read(null);
    if (!read.ok) return read;
    const wanted = edits(read.value);
    const keys = wanted
      .filter(({ path, seen }) => seen !== undefined && !sameJson(valueAt(read.value.user.config, path), seen))
      .map(({ path }) => path.join('.'));
    if (keys.length > 0) return err({ code: 'config.changed-elsewhere', keys });
    if (wanted.length === 0) return ok({ overruledBy: null, copy: null });
    const before = await textOf(file);
    const written = await gateway.write(wanted, read.value.user.version, reload);
    if (written.ok) {
      const after = await textOf(file);
      const copy = losesComments(before, after) ? await keepCopy(ports, before) : null;
      return ok({ overruledBy: written.value.overruledBy, copy });
    }
    if (written.error.code !== 'config.changed-elsewhere' || tries === MAX_TRIES) return written;
  }
}

const textOf = async (file: string | null): Promise<string> =>
  file === null ? '' : readFile(file, 'utf8').catch(() => '');

/** Codex replaces the file whole, so it writes over one that the user has protected: Skein does not let it. */
export async function isReadOnly(file: string): Promise<boolean> {
  const real = await realpath(file).catch(() => null);
  return real !== null && !(await mayWrite(real));
}

/** Keeps a text of config.toml; null where even that fails, since the write itself is done. */
async function keepCopy({ copies, now }: WriteConfigPorts, text: string): Promise<string | null> {
  const stamp = new Date(now()).toISOString().replaceAll(':', '-');
  const copy = join(copies, `config-${stamp}.toml`);
  try {
    await writeAtomically(copy, text);
    const names = (await readdir(copies)).filter((name) => name.startsWith('config-')).sort();
    await Promise.all(names.slice(0, -MAX_COPIES).map((name) => rm(join(copies, name), { force: true })));
    return copy;
  } catch {
    return null;
  }
}

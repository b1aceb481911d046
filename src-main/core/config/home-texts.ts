import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HomeText, HomeTextFile } from '../../../src-shared/model/config.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { readTextFile } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';

const NAMES: Readonly<Record<HomeText, string>> = { instructions: 'AGENTS.md', config: 'config.toml' };

/** The path as it is named, and where links lead: people keep these files elsewhere and link them. */
async function placeOf(codexHome: string, which: HomeText): Promise<{ readonly path: string; readonly real: string }> {
  const path = join(codexHome, NAMES[which]);
  return { path, real: await realpath(path).catch(() => path) };
}

/** One of the texts of a Codex home; empty where there is no such file yet. */
export async function readHomeText(codexHome: string, which: HomeText): Promise<Result<HomeTextFile, AppError>> {
  const { path, real } = await placeOf(codexHome, which);
  const read = await readTextFile(real, [dirname(real)]);
  if (!read.ok) {
    return read.error.code === 'path.missing' ? ok({ path, text: '', version: null, readOnly: false }) : read;
  }
  const { text, version, readOnly, binary } = read.value;
  if (binary) return err({ code: 'file.not-text', path });
  return ok({ path, text, version, readOnly: readOnly !== null });
}

/** Fails with `file.changed` when the file has another version than the expected one. */
export async function writeHomeText(
  codexHome: string,
  which: HomeText,
  text: string,
  expected: string | null,
): Promise<Result<{ readonly version: string }, AppError>> {
  const { real } = await placeOf(codexHome, which);
  return writeTextFile({ root: dirname(real), path: real, text, expected });
}

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ExecRule } from '../../../src-shared/model/config.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { readTextFile } from '../files/read-text.ts';
import { writeTextFile } from '../files/write-text.ts';
import { parseRules, withoutEntry } from './parse-rules.ts';

/** Where Codex looks for rules: in its home, and in the folder of a project that is trusted. */
export interface RuleFolder {
  readonly folder: string;
  readonly scope: ExecRule['scope'];
}
export const ruleFolders = (codexHome: string, cwd: string | null): readonly RuleFolder[] => [
  { folder: join(codexHome, 'rules'), scope: 'user' },
  ...(cwd === null ? [] : [{ folder: join(cwd, '.codex', 'rules'), scope: 'project' } as const]),
];

/** Every rule of the folders, in the order of their files. Files that cannot be read are left out. */
export async function listRules(folders: readonly RuleFolder[]): Promise<ExecRule[]> {
  const lists = await Promise.all(
    folders.map(async ({ folder, scope }) => {
      const names = await readdir(folder).catch(() => []);
      const files = names.filter((name) => name.endsWith('.rules')).sort();
      const read = await Promise.all(files.map((name) => readTextFile(name, [folder])));
      return read.flatMap((file) =>
        file.ok
          ? parseRules(file.value.text).map(({ line, text, rule }) => ({
              file: file.value.path,
              line,
              text,
              scope,
              rule,
            }))
          : [],
      );
    }),
  );
  return lists.flat();
}

/** Takes an entry out of its file. Fails with `config.rule-gone` when it does not stand there any more. */
export const revokeRule = (
  folders: readonly RuleFolder[],
  file: string,
  text: string,
): Promise<Result<null, AppError>> =>
  changeFile(folders, file, (before) => {
    const entry = parseRules(before).find((found) => found.text === text);
    return entry ? withoutEntry(before, entry) : null;
  });

/** Puts an entry back, at the end of the file it stood in. Nothing changes where it stands there already. */
export const restoreRule = (
  folders: readonly RuleFolder[],
  file: string,
  text: string,
): Promise<Result<null, AppError>> =>
  changeFile(folders, file, (before) => {
    const [entry] = parseRules(text);
    if (entry?.text !== text) return null;
    if (parseRules(before).some((found) => found.text === text)) return before;
    return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${text}\n`;
  });

async function changeFile(
  folders: readonly RuleFolder[],
  file: string,
  change: (before: string) => string | null,
): Promise<Result<null, AppError>> {
  const home = folders.find(({ folder }) => join(folder, basename(file)) === file);
  if (!home || !file.endsWith('.rules')) return err({ code: 'path.outside', path: file });
  const read = await readTextFile(file, [home.folder]);
  if (!read.ok) return read;
  const { text: before, version, readOnly } = read.value;
  if (readOnly !== null) return err({ code: 'config.read-only', file });
  const text = change(before);
  if (text === null) return err({ code: 'config.rule-gone', file });
  const written = await writeTextFile({ root: home.folder, path: file, text, expected: version });
  if (written.ok) return ok(null);
  return err(written.error.code === 'file.changed' ? { code: 'config.rule-gone', file } : written.error);
}

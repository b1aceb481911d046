import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** In every changed file; the first one of the list shows it on its first screen. */
export const CHANGED_WORD = 'freshlyChanged';

/**
 * Commits `files` files into the repository and changes `lines` lines of each afterwards, in runs of four with as many unchanged ones
 * between.
 */
export async function plantChanges(root: string, files: number, lines: number): Promise<void> {
  const folders = 20;
  for (let n = 0; n < folders; n++) await mkdir(join(root, `folder-${n}`), { recursive: true });
  const write = async (version: string): Promise<void> => {
    for (let n = 0; n < files; n++)
      await writeFile(join(root, `folder-${n % folders}`, `file-${n}.ts`), text(lines * 2, version));
  };
  const git = (...args: string[]): void => void execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  await write('before');
  git('add', '-A');
  git('-c', 'user.name=Bench', '-c', 'user.email=bench@example.test', 'commit', '-q', '-m', 'Many files');
  await write(CHANGED_WORD);
}

const text = (lines: number, version: string): string =>
  Array.from({ length: lines }, (_, at) => `export const value${at} = '${at % 8 < 4 ? version : 'same'}';\n`).join('');

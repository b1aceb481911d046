import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Environment } from '../../../src-shared/model/worktree.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { HostFiles } from '../hosts/host-files.ts';
import { parseEnvironment, writeEnvironment, type EnvironmentContent } from './environment-file.ts';

type Answer<T> = Promise<Result<T, AppError>>;

/** Larger files are no environments. */
const MAX_FILE_BYTES = 2_000_000;
/** Environments of one project that are read. */
const MAX_FILES = 200;

/** Local environments: `.codex/environments/*.toml` below a project's folder. */
export interface EnvironmentService {
  list(folder: string): Answer<readonly Environment[]>;
  /** Fails with `environment.unreadable` where there is none of that name, or a broken one. */
  load(folder: string, id: string): Answer<Environment>;
  save(folder: string, id: string, content: EnvironmentContent): Answer<null>;
  remove(folder: string, id: string): Answer<null>;
}

/** @param files of the machine the projects are on */
export function createEnvironmentService(files: HostFiles): EnvironmentService {
  const { paths, copyFile, mkdir, readdir, readFile, rename, rm, writeFile } = files;
  const folderOf = (folder: string): string => paths.join(folder, '.codex', 'environments');
  const fileOf = (folder: string, id: string): string => paths.join(folderOf(folder), `${id}.toml`);
  const read = async (folder: string, id: string): Promise<Environment> => {
    const file = fileOf(folder, id);
    const text = await readSmall(files, file);
    if (text.ok) return parseEnvironment(id, text.value);
    return { ...parseEnvironment(id, ''), problem: text.error };
  };
  const failed = (file: string) => (error: unknown) =>
    err({
      code: 'environment.unreadable',
      file,
      reason: error instanceof Error ? error.message : String(error),
    } as const);

  return {
    list: async (folder) => {
      const names = await readdir(folderOf(folder)).catch(() => []);
      const ids = names.filter((name) => name.endsWith('.toml')).map((name) => name.slice(0, -'.toml'.length));
      // The Codex app's own one comes first.
      const order = ids.sort((a, b) => Number(b === 'environment') - Number(a === 'environment') || a.localeCompare(b));
      return ok(await Promise.all(order.slice(0, MAX_FILES).map((id) => read(folder, id))));
    },
    load: async (folder, id) => {
      const found = await read(folder, id);
      return found.problem === null
        ? ok(found)
        : err({ code: 'environment.unreadable', file: fileOf(folder, id), reason: found.problem });
    },
    save: async (folder, id, content) => {
      const file = fileOf(folder, id);
      try {
        await mkdir(folderOf(folder), { recursive: true });
        const before = await readFile(file, 'utf8').catch((error: unknown) => {
          // One that may not be read is not one that is not there.
          if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
          throw error;
        });
        // What cannot be read cannot be carried over: the old file stays beside the new one.
        if (before !== null && parseEnvironment(id, before).problem !== null) await copyFile(file, `${file}.broken`);
        // A file of the project, with the modes of the project: not for Skein's own way of writing files.
        const temporary = `${file}.tmp`;
        await writeFile(temporary, writeEnvironment(before, content));
        await rename(temporary, file);
        return ok(null);
      } catch (error) {
        return failed(file)(error);
      }
    },
    remove: async (folder, id) => {
      try {
        await rm(fileOf(folder, id), { force: true });
        return ok(null);
      } catch (error) {
        return failed(fileOf(folder, id))(error);
      }
    },
  };
}

async function readSmall({ stat, readFile }: HostFiles, file: string): Promise<Result<string, string>> {
  try {
    const { size } = await stat(file);
    if (size > MAX_FILE_BYTES) return err(`${size} bytes`);
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

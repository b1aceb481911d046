import { mkdirSync } from 'node:fs';
import { execPath } from 'node:process';

import { fileURLToPath } from 'node:url';

const [PROCESS, ONE_FILE] = ['large-file-filter.mjs', 'large-file-filter.sh'].map((name) =>
  fileURLToPath(new URL(name, import.meta.url)),
);
type Git = (folder: string, ...args: string[]) => string;
type Put = (folder: string, files: Readonly<Record<string, string>>) => void;

/**
 * Makes `*.big` large files of LFS in the repository at `folder`; their contents go to `store`. With `process`, Git talks to one process
 * about all files of a command, as git-lfs has it; else it starts one for each file.
 */
export function useLargeFiles(git: Git, put: Put, folder: string, store: string, process = false): void {
  mkdirSync(store, { recursive: true });
  const commands = process
    ? { process: `"${execPath}" "${PROCESS}" process "${store}"` }
    : { clean: `sh "${ONE_FILE}" clean "${store}"`, smudge: `sh "${ONE_FILE}" smudge "${store}"` };
  for (const [verb, command] of Object.entries(commands)) git(folder, 'config', `filter.lfs.${verb}`, command);
  git(folder, 'config', 'filter.lfs.required', 'true');
  put(folder, { '.gitattributes': '*.big filter=lfs diff=lfs merge=lfs -text\n' });
}

/** Adds a submodule `sub` with a file `inner.txt` to the repository at `folder`, committed. */
export function addSubmodule(git: Git, put: Put, folder: string, origin: string): void {
  mkdirSync(origin);
  git(origin, 'init', '-q', '-b', 'main');
  put(origin, { 'inner.txt': 'inner\n' });
  git(origin, 'add', '.');
  git(origin, 'commit', '-qm', 'inner');
  git(folder, ...OVER_FILES, 'submodule', '--quiet', 'add', origin, 'sub');
  git(folder, 'commit', '-qm', 'with a submodule');
}

/** Checks the submodules out, which `git worktree add` leaves to the user. */
export const fetchSubmodules = (git: Git, folder: string): string =>
  git(folder, ...OVER_FILES, 'submodule', '--quiet', 'update', '--init');

/** Git takes no submodule from a folder of this machine otherwise. */
const OVER_FILES = ['-c', 'protocol.file.allow=always'] as const;

/** Commits everything there is. */
export function commitAll(git: Git, folder: string, message: string): void {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-qm', message);
}

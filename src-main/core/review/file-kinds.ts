import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { ReviewedTree } from './comparison.ts';

/** What Git knows about files beyond their diff. Object names never change their meaning, so sizes are kept. */
export interface FileKinds {
  /** Sizes in bytes of blobs by their object names; one that is not there is left out. */
  sizes(root: string, blobs: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Those of the paths that Git LFS keeps. */
  largeFiles(place: ReviewedTree, paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** The commit a submodule stands at, with a mark when it has changes of its own; null when it is not there. */
  submoduleState(root: string, path: string): Promise<string | null>;
}

const MAX_SIZES = 100_000;

export function createFileKinds(git: GitRunner): FileKinds {
  const known = new Map<string, number>();

  return {
    sizes: async (root, blobs) => {
      const unknown = [...new Set(blobs)].filter((blob) => !known.has(blob));
      if (unknown.length > 0) {
        const args = ['cat-file', '--batch-check=%(objectname) %(objectsize)'];
        const answer = await git.raw(args, { cwd: root, stdin: `${unknown.join('\n')}\n` });
        if (known.size > MAX_SIZES) known.clear();
        const lines = answer.ok ? answer.value.stdout.toString('latin1').split('\n') : [];
        for (const line of lines) {
          const [name, size] = line.split(' ');
          if (name && size && /^\d+$/.test(size)) known.set(name, Number(size));
        }
      }
      return known;
    },
    largeFiles: async (place, paths) => {
      if (paths.length === 0 || !(await mayUseLfs(git.files, place))) return new Set();
      const args = ['check-attr', '--stdin', '-z', 'filter'];
      const answer = await git.raw(args, { cwd: place.root, stdin: paths.map((path) => `${path}\0`).join('') });
      const fields = answer.ok ? answer.value.stdout.toString('utf8').split('\0') : [];
      const found = new Set<string>();
      for (let at = 0; at + 2 < fields.length; at += 3) {
        if (fields[at + 2] === 'lfs') found.add(fields[at] ?? '');
      }
      return found;
    },
    submoduleState: async (root, path) => {
      const { paths, stat } = git.files;
      const cwd = paths.join(root, path);
      // Without a repository of its own, Git would answer for the one around it.
      if (!(await stat(paths.join(cwd, '.git')).catch(absentAs(null)))) return null;
      const head = await git.raw(['rev-parse', '--verify', '--quiet', 'HEAD'], { cwd, okCodes: [0, 1, 128] });
      const state = await git.raw(['status', '--porcelain', '-z'], { cwd });
      const commit = head.ok ? head.value.stdout.toString().trim() : '';
      const isDirty = state.ok && state.value.stdout.length > 0;
      return commit === '' ? null : isDirty ? `${commit}-dirty` : commit;
    },
  };
}

/** Attributes are asked for only where there are some: at the top or in the repository's own. */
async function mayUseLfs({ paths, stat }: HostFiles, { root, repository }: ReviewedTree): Promise<boolean> {
  const files = [paths.join(root, '.gitattributes'), paths.join(repository, 'info', 'attributes')];
  const found = await Promise.all(files.map((file) => stat(file).catch(absentAs(null))));
  return found.some((file) => file !== null);
}

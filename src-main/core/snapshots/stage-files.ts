import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { indexInfo } from './index-entries.ts';
import { openRawView } from './raw-view.ts';
import { INDEX_CONFIG } from './temporary-index.ts';
import type { TreeEntry } from './tree-diff.ts';
import type { WorkingTree } from './working-tree.ts';

export interface StagedFile extends TreeEntry {
  readonly path: string;
}

/**
 * Writes files, byte for byte as they are stored, into a folder beside the repository's own data and lends it to `work`: what is to go into
 * the working tree lies complete on the disk before anything there is touched.
 */
export async function withStagedFiles<T>(
  git: GitRunner,
  tree: WorkingTree,
  files: readonly StagedFile[],
  work: (folder: string) => Promise<Result<T, AppError>>,
): Promise<Result<T, AppError>> {
  const {
    mkdir,
    mkdtemp,
    rm,
    paths: { join },
  } = git.files;
  const folder = await mkdtemp(join(tree.gitDir, 'skein-staged-'));
  try {
    const content = join(folder, 'files');
    await mkdir(content);
    const [first] = files;
    if (first) {
      const view = await openRawView(git, tree, [], first.oid);
      const env = { ...view.env, GIT_WORK_TREE: content, GIT_INDEX_FILE: join(folder, 'index') };
      const args = [...INDEX_CONFIG, 'update-index', '--add', '-z', '--index-info'];
      const listed = await git.raw(args, { cwd: content, env, stdin: indexInfo(files) });
      if (!listed.ok) return listed;
      const written = await git.raw([...INDEX_CONFIG, 'checkout-index', '--all', '-q'], { cwd: content, env });
      if (!written.ok) return written;
    }
    return await work(content);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

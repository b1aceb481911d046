import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { readConversions, type Conversions } from './conversions.ts';
import type { WorkingTree } from './working-tree.ts';

/**
 * A second look at a working tree in which nothing is converted on the way into Git: line endings, `ident`, encodings and filters
 * stay as they are on the disk, byte for byte. It is a Git folder of its own inside the working tree's (so it goes when that goes), with
 * an attributes file that outranks all others; its objects are the repository's.
 */
export interface RawView {
  readonly env: Readonly<Record<string, string>>;
  /** The index that remembers what was hashed, between captures. */
  readonly index: string;
  /** Keeps the objects of that index from being collected. */
  readonly anchor: string;
  /** Some files are kept by LFS: their bytes are taken only where they differ from what LFS holds. */
  readonly lfs: boolean;
}

const FOLDER = 'skein-raw';
/** Characters of an object's name. */
const SHA1_CHARS = 40;
const ATTRIBUTES = '* -text -filter -ident !working-tree-encoding -crlf\n';

/** Where attributes come from that no repository holds. */
const sharedAttributeFiles = async (files: HostFiles, configured: string): Promise<readonly string[]> => [
  '/etc/gitattributes',
  configured === '' ? files.paths.join(await files.configFolder(), 'git', 'attributes') : configured,
];

/** What conversions a working tree may have. `files`: its `.gitattributes`, relative to the root. */
export async function findConversions(
  git: GitRunner,
  tree: WorkingTree,
  files: readonly string[],
): Promise<Result<Conversions, AppError>> {
  const asked = ['config', '-z', '--type=path', '--get-regexp', '^core\\.(autocrlf|attributesfile)$'];
  const config = await git.raw(asked, { cwd: tree.root, okCodes: [0, 1] });
  if (!config.ok) return config;
  const values = new Map(
    config.value.stdout
      .toString('utf8')
      .split('\0')
      .map((entry): [string, string | undefined] => {
        const [name = '', value] = entry.split('\n');
        return [name, value];
      }),
  );
  const {
    readFile,
    paths: { dirname, join },
  } = git.files;
  const read = async (path: string, folder: string) => ({
    folder,
    text: await readFile(path, 'utf8').catch(absentAs('')),
  });
  const shared = [
    ...(await sharedAttributeFiles(git.files, values.get('core.attributesfile') ?? '')),
    join(tree.repository, 'info/attributes'),
  ];
  const texts = await Promise.all([
    ...shared.map((path) => read(path, '')),
    ...[...new Set(['.gitattributes', ...files])].map((path) =>
      read(join(tree.root, path), path.includes('/') ? `${dirname(path)}/` : ''),
    ),
  ]);
  // A name without a value means true.
  const autocrlf = values.has('core.autocrlf') ? (values.get('core.autocrlf') ?? 'true') : '';
  return ok(readConversions(autocrlf, texts));
}

/** Something was captured through the view before. */
export const hasRawView = async ({ stat, paths }: HostFiles, tree: WorkingTree): Promise<boolean> =>
  (await stat(paths.join(tree.gitDir, FOLDER, 'index')).catch(absentAs(null))) !== null;

/** Makes the view ready, or brings it up to date with the repository's settings. @param object the name of any object of the repository */
export async function openRawView(
  git: GitRunner,
  tree: WorkingTree,
  lfsPatterns: readonly string[],
  object: string,
): Promise<RawView> {
  const {
    mkdir,
    readFile,
    writeFile,
    paths: { join },
  } = git.files;
  const folder = join(tree.gitDir, FOLDER);
  await mkdir(join(folder, 'refs'), { recursive: true });
  await mkdir(join(folder, 'info'), { recursive: true });
  const excludes = await readFile(join(tree.repository, 'info/exclude'), 'utf8').catch(absentAs(''));
  await Promise.all([
    writeFile(join(folder, 'HEAD'), 'ref: refs/heads/none\n'),
    writeFile(join(folder, 'config'), configText(git.files, tree, object.length > SHA1_CHARS)),
    writeFile(join(folder, 'info/attributes'), ATTRIBUTES),
    writeFile(join(folder, 'info/exclude'), `${excludes}\n${lfsPatterns.join('\n')}\n`),
  ]);
  return {
    env: {
      GIT_DIR: folder,
      GIT_WORK_TREE: tree.root,
      GIT_OBJECT_DIRECTORY: join(tree.repository, 'objects'),
    },
    index: join(folder, 'index'),
    anchor: `refs/skein/raw/${anchorName(tree)}`,
    lfs: lfsPatterns.length > 0,
  };
}

/** `main`, or the name Git gave the linked working tree. */
const anchorName = ({ gitDir, repository }: WorkingTree): string =>
  gitDir === repository ? 'main' : `worktree-${(gitDir.split(/[\\/]/).at(-1) ?? '').replace(/[^A-Za-z0-9_-]/g, '-')}`;

function configText({ paths: { join } }: HostFiles, { repository, gitDir }: WorkingTree, sha256: boolean): string {
  return [
    '[include]',
    `\tpath = ${JSON.stringify(join(repository, 'config'))}`,
    `\tpath = ${JSON.stringify(join(gitDir, 'config.worktree'))}`,
    '[core]',
    `\trepositoryformatversion = ${sha256 ? 1 : 0}`,
    '\tbare = false',
    '\tautocrlf = false',
    '\tattributesFile = /dev/null',
    ...(sha256 ? ['[extensions]', '\tobjectFormat = sha256'] : []),
    '',
  ].join('\n');
}

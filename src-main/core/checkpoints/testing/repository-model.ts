import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';

const PATHS = ['a.txt', 'b.txt', 'dir/c.txt', 'dir/sub/d.bin', 'dir', 'ö "q".txt', 'ignored/x.txt'] as const;
const LINES = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];

/** Something the user or an agent does to files or the index, by plain means. */
export type Edit =
  | { readonly kind: 'write'; readonly path: string; readonly content: Buffer }
  | { readonly kind: 'line'; readonly path: string; readonly at: number; readonly text: string }
  | { readonly kind: 'delete' | 'stage' | 'unstage' | 'toggleMode'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  | { readonly kind: 'link'; readonly path: string; readonly target: string }
  | { readonly kind: 'commit' }
  | { readonly kind: 'attributes'; readonly text: string };

const path = fc.constantFrom(...PATHS);
const content = fc.oneof(
  fc.constantFrom('\n', '\r\n').map((end) => Buffer.from(LINES.map((line) => line + end).join(''))),
  fc.array(fc.constantFrom(...LINES), { maxLength: 8 }).map((lines) => Buffer.from(lines.join('\n'))),
  fc.constant(Buffer.from('mixed\r\nends\nhere')),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
);
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), path, content }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('line' as const),
      path,
      at: fc.integer({ min: 0, max: 7 }),
      text: fc.string({ maxLength: 8 }),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('delete', 'stage', 'unstage', 'toggleMode'), path }) },
  fc.record({ kind: fc.constant('rename' as const), path, to: path }),
  fc.record({ kind: fc.constant('link' as const), path, target: fc.constantFrom('a.txt', '/nowhere', 'dir') }),
  fc.record({ kind: fc.constant('commit' as const) }),
  fc.record({
    kind: fc.constant('attributes' as const),
    text: fc.constantFrom('* text=auto\n', '*.txt text eol=crlf\n', '# none\n'),
  }),
);

/** Runs plain Git; what it refuses is no concern here. */
function plainGit(root: string, args: readonly string[]): string {
  try {
    return execFileSync('git', args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', ...AUTHOR },
      maxBuffer: 50_000_000,
    }).toString('latin1');
  } catch {
    return '';
  }
}
const AUTHOR = { GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@b', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@b' };

function isThere(at: string): boolean {
  try {
    lstatSync(at);
    return true;
  } catch {
    // Not there, or below a file.
    return false;
  }
}
/** Not behind a link. */
const isFile = (at: string) => existsSync(at) && lstatSync(at).isFile();
const clear = (at: string) => {
  if (isThere(at)) rmSync(at, { recursive: true });
};
/** Makes way for a file: what stands where its folders have to be goes. */
function room(root: string, name: string): string {
  const parts = name.split('/').slice(0, -1);
  for (const [at] of parts.entries()) {
    const folder = join(root, ...parts.slice(0, at + 1));
    if (isThere(folder) && !lstatSync(folder).isDirectory()) clear(folder);
  }
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  return file;
}

export function doEdit(root: string, done: Edit): void {
  if (done.kind === 'commit') {
    plainGit(root, ['commit', '-q', '-m', 'x']);
    return;
  }
  if (done.kind === 'attributes') {
    writeFileSync(join(root, '.gitattributes'), done.text);
    return;
  }
  const at = join(root, done.path);
  switch (done.kind) {
    case 'write': {
      const file = room(root, done.path);
      clear(file);
      writeFileSync(file, done.content);
      return;
    }
    case 'line': {
      if (!isFile(at)) return;
      const lines = readFileSync(at, 'latin1').split('\n');
      lines[done.at % lines.length] = done.text;
      writeFileSync(at, lines.join('\n'), 'latin1');
      return;
    }
    case 'delete':
      clear(at);
      return;
    case 'stage':
      plainGit(root, ['add', '-A', '--', done.path]);
      return;
    case 'unstage':
      plainGit(root, ['rm', '-q', '-r', '--cached', '--', done.path]);
      return;
    case 'toggleMode':
      if (isFile(at)) chmodSync(at, lstatSync(at).mode & 0o100 ? 0o644 : 0o755);
      return;
    case 'rename': {
      if (!isFile(at) || done.to.startsWith(`${done.path}/`) || done.path.startsWith(`${done.to}/`)) return;
      const bytes = readFileSync(at);
      clear(at);
      const to = room(root, done.to);
      clear(to);
      writeFileSync(to, bytes);
      return;
    }
    case 'link': {
      const link = room(root, done.path);
      clear(link);
      symlinkSync(done.target, link);
    }
  }
}

const blobId = (bytes: Buffer): string =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** Every file and link on the disk, by path: mode and object name of its bytes. */
export function filesOf(root: string, folder = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (name === '.git') continue;
    const at = join(root, name);
    if (entry.isDirectory()) for (const [inner, id] of filesOf(root, name)) found.set(inner, id);
    else if (entry.isSymbolicLink()) found.set(name, `link ${blobId(Buffer.from(readlinkSync(at)))}`);
    else found.set(name, `${lstatSync(at).mode & 0o100 ? 'run' : 'file'} ${blobId(readFileSync(at))}`);
  }
  return found;
}

/** Object names of all contents that are somewhere: on the disk, in the index, in anything a ref leads to. */
export function contentsOf(root: string): Set<string> {
  const onDisk = [...filesOf(root).values()].map((id) => id.slice(id.indexOf(' ') + 1));
  const kept = plainGit(root, ['rev-list', '--objects', '--no-object-names', '--all', '--indexed-objects']);
  return new Set([...onDisk, ...kept.split('\n').filter(Boolean)]);
}

/** Contents that must not get lost: on the disk and in the index. */
export function preciousOf(root: string): Set<string> {
  const onDisk = [...filesOf(root).values()].map((id) => id.slice(id.indexOf(' ') + 1));
  const staged = plainGit(root, ['ls-files', '-s', '-z'])
    .split('\0')
    .map((line) => line.split(' ')[1] ?? '');
  return new Set([...onDisk, ...staged.filter(Boolean)]);
}

import { execFileSync } from 'node:child_process';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { realClock, supervise } from '../codex/testing/supervised.ts';
import type { Supervised } from '../codex/testing/supervised.ts';
import { createFileTokens } from './file-tokens.ts';
import { createFilesService } from './files-service.ts';
import { createImageStore } from './image-store.ts';
import { PNG, SVG } from './testing/sample-images.ts';

const FOLDERS = 250;
const FILES_EACH = 200;

let supervised: Supervised;
let root: string;
let big: string;
const tokens = createFileTokens(realClock);
let service: ReturnType<typeof createFilesService>;
beforeAll(async () => {
  supervised = supervise();
  const base = realpathSync(dirname(supervised.codexHome));
  root = join(base, 'project');
  for (const folder of ['src/widgets', 'docs', 'ignored', '.github'])
    mkdirSync(join(root, folder), { recursive: true });
  const files = [
    'src/widgets/button.ts',
    'src/widgets/wool 🧶 basket.ts',
    'docs/config.md',
    'ignored/button.txt',
    '.github/x.yml',
  ];
  for (const file of files) writeFileSync(join(root, file), file);
  execFileSync('git', ['init', '-q'], { cwd: root });
  writeFileSync(join(root, '.gitignore'), 'ignored/\n');
  big = join(base, 'big');
  for (let folder = 0; folder < FOLDERS; folder++) {
    mkdirSync(join(big, `package-${folder}`), { recursive: true });
    for (let file = 0; file < FILES_EACH; file++)
      writeFileSync(join(big, `package-${folder}`, `module-${file}.ts`), '');
  }
  service = createFilesService({
    images: createImageStore({ skeinHome: join(base, 'skein'), clock: realClock }),
    tokens,
    fileUrl: (fileId) => `/file/${fileId}`,
  });
  await supervised.untilPhase('ready');
});
afterAll(() => supervised.dispose());

const search = (query: string, folder = root, limit = 20, client = 'window') =>
  service.search(supervised.server, { root: folder, query, limit }, client);
const found = async (query: string) => {
  const answer = await search(query);
  if (!answer.ok) throw new Error(answer.error.code);
  return answer.value.map(({ relative, kind }) => `${kind} ${relative}`);
};

describe('search', () => {
  it('finds files and folders, without what Git ignores or owns', async () => {
    expect(await found('button')).toEqual(['file src/widgets/button.ts']);
    expect(await found('widgets')).toContain('folder src/widgets');
    expect(await found('config')).toEqual(['file docs/config.md']);
    expect(await found('HEAD')).toEqual([]);
  });
  it('marks what matched, in units of the page', async () => {
    const answer = await search('basket');
    const [match] = answer.ok ? answer.value : [];
    expect(match?.path).toBe(join(root, 'src/widgets/wool 🧶 basket.ts'));
    expect(match?.indices.map((index) => match.relative[index]).join('')).toBe('basket');
  });
  it('shows the top when nothing is typed', async () => {
    expect(await found('')).toEqual([
      'folder .github',
      'folder docs',
      'folder ignored',
      'folder src',
      'file .gitignore',
    ]);
  });
  it('says what is wrong with the folder', async () => {
    expect(await search('x', 'relative')).toEqual({
      ok: false,
      error: { code: 'path.not-absolute', path: 'relative' },
    });
    const missing = join(root, 'none');
    expect(await search('', missing)).toEqual({ ok: false, error: { code: 'path.missing', path: missing } });
  });
  it('keeps up with somebody who types in 50,000 files, and with two windows at once', async () => {
    const typed = ['m', 'mo', 'mod', 'modu', 'module-1', 'module-19', 'module-199'];
    const answers = await Promise.all([
      ...typed.map((query) => search(query, big)),
      search('package-7', big, 5, 'other window'),
    ]);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const counts = answers.map((answer) => (answer.ok ? answer.value.length : -1));
    expect(counts).toEqual([...typed.slice(1).map(() => 0), 20, 5]);
  });
});

it('reads text of the project and of Codex’s own skills', async () => {
  const { server, codexHome } = supervised;
  mkdirSync(join(codexHome, 'skills', 'knit'), { recursive: true });
  const skill = join(codexHome, 'skills', 'knit', 'SKILL.md');
  writeFileSync(skill, 'wise');
  expect(await service.readText(server, { root, path: 'docs/config.md' })).toMatchObject({
    value: { text: 'docs/config.md' },
  });
  expect(await service.readText(server, { root, path: skill })).toMatchObject({ value: { text: 'wise' } });
  expect(await service.readText(server, { root, path: join(codexHome, 'config.toml') })).toMatchObject({
    error: { code: 'path.outside' },
  });
});

describe('images', () => {
  const served = async (answer: ReturnType<typeof service.imageUrl>) => {
    const shown = await answer;
    if (!shown.ok) throw new Error(shown.error.code);
    const file = await tokens.serve(shown.value.url.replace('/file/', ''));
    return file && Buffer.from(file.bytes);
  };
  it('are taken in and shown', async () => {
    const added = await service.addImage({ name: 'shot.png', base64: PNG.toString('base64') });
    if (!added.ok) throw new Error(added.error.code);
    expect(await served(Promise.resolve(added))).toEqual(PNG);
    expect(await served(service.imageUrl(added.value.imageId))).toEqual(PNG);
  });
  it('are shown from a path, a file address and a data address', async () => {
    const file = join(root, 'pic ture.png');
    writeFileSync(file, PNG);
    expect(await served(service.imageUrl(file))).toEqual(PNG);
    expect(await served(service.imageUrl(pathToFileURL(file).href))).toEqual(PNG);
    expect(await served(service.imageUrl(`data:image/png;base64,${PNG.toString('base64')}`))).toEqual(PNG);
  });
  it.each([
    ['https://example.com/a.png', 'url.not-allowed'],
    ['javascript:alert(1)', 'url.not-allowed'],
    ['//other.example/share/a.png', 'url.not-allowed'],
    ['\\\\other.example\\share\\a.png', 'url.not-allowed'],
    ['file:////other.example/share/a.png', 'url.not-allowed'],
    ['pic.png', 'path.not-absolute'],
    [`data:image/svg+xml,${encodeURIComponent(SVG.toString())}`, 'file.not-an-image'],
    [`data:image/png;base64,${SVG.toString('base64')}`, 'file.not-an-image'],
    ['data:nonsense', 'file.not-an-image'],
    ['/etc/passwd', 'file.not-an-image'],
  ])('%s is refused', async (source, code) => {
    expect(await service.imageUrl(source)).toMatchObject({ ok: false, error: { code } });
  });
  it('that are none are not taken in', async () => {
    const answer = await service.addImage({ name: 'a.svg', base64: SVG.toString('base64') });
    expect(answer).toEqual({ ok: false, error: { code: 'file.not-an-image', name: 'a.svg' } });
  });
});

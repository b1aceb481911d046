import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describePrompt, listPromptFiles } from './prompt-files.ts';

it.each([
  ['---\ndescription: Reviews the branch\nargument-hint: [base]\n---\nDo it.', 'Reviews the branch'],
  ['---\r\ndescription: "With: quotes"\r\n---\r\nDo it.', 'With: quotes'],
  ["---\ndescription: 'single'\n---", 'single'],
  ['---\nargument-hint: x\n---\n\n# Tidy up\nmore', 'Tidy up'],
  ['Just words\nmore', 'Just words'],
  ['--- not a head', '--- not a head'],
  ['', ''],
])('%j', (text, description) => {
  expect(describePrompt(text)).toBe(description);
});

it('lists Markdown files by name, and nothing where there is no folder', async () => {
  const home = await mkdtemp(join(tmpdir(), 'skein-prompts-'));
  try {
    expect(await listPromptFiles(home)).toEqual([]);
    const folder = join(home, 'prompts');
    await mkdir(join(folder, 'folder.md'), { recursive: true });
    await writeFile(join(folder, 'b.md'), 'Second');
    await writeFile(join(folder, 'a prompt.MD'), `---\ndescription: First\n---\n${'long '.repeat(5000)}`);
    await writeFile(join(folder, 'notes.txt'), 'no');
    expect(await listPromptFiles(home)).toEqual([
      { name: 'a prompt', description: 'First', path: join(folder, 'a prompt.MD') },
      { name: 'b', description: 'Second', path: join(folder, 'b.md') },
    ]);
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

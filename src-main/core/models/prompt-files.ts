import { readdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { PromptFile } from '../../../src-shared/model/catalog.ts';

/** Enough for the head of a prompt; what it says further down is read when it is used. */
const HEAD_BYTES = 4096;
const DESCRIPTION_CAP_CHARS = 300;
const MAX_PROMPTS = 500;

/** The custom prompts of a Codex home: the Markdown files of its `prompts` folder, by name. A missing folder has none. */
export async function listPromptFiles(codexHome: string): Promise<readonly PromptFile[]> {
  const folder = join(codexHome, 'prompts');
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => (entry.isFile() || entry.isSymbolicLink()) && /\.md$/i.test(entry.name))
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b))
    .slice(0, MAX_PROMPTS);
  const prompts = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const head = await readHead(path);
      return head === null ? [] : [{ name: name.replace(/\.md$/i, ''), description: describePrompt(head), path }];
    }),
  );
  return prompts.flat();
}

async function readHead(path: string): Promise<string | null> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    // Gone, a folder, or not ours to read: not offered.
    return null;
  }
}

/** The front matter's `description`, else the first line that says anything. */
export function describePrompt(text: string): string {
  const [, matter = '', body = text] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n([\s\S]*))?$/.exec(text) ?? [];
  const described = /^description:[ \t]*(.*)$/m.exec(matter)?.[1]?.trim() ?? '';
  const unquoted = /^"(.*)"$|^'(.*)'$/.exec(described);
  const description = unquoted ? (unquoted[1] ?? unquoted[2] ?? '') : described;
  const first = body.split('\n').find((line) => line.trim() !== '') ?? '';
  return (description === '' ? first.replace(/^#+\s*/, '').trim() : description).slice(0, DESCRIPTION_CAP_CHARS);
}

const WHERE_BLANKS = / /;
const NEEDS_QUOTES = /[\x00-\x1f"\\\x7f-\xff]/;

/**
 * The diff of a file against nothing, as `git diff --no-index` prints it: untracked files are shown without touching the index.
 * @param path and content as latin1 text, one byte a character
 */
export function newFilePatch(path: string, mode: string, content: string): string {
  const name = quote(`b/${path}`);
  const header = [`diff --git ${quote(`a/${path}`)} ${name}`, `new file mode ${mode}`];
  if (content === '') return `${header.join('\n')}\n`;
  const lines = content.split('\n');
  const isBare = lines.at(-1) !== '';
  if (!isBare) lines.pop();
  const count = lines.length === 1 ? '1' : `1,${lines.length}`;
  const tab = WHERE_BLANKS.test(path) && !name.startsWith('"') ? '\t' : '';
  const end = isBare ? '\n\\ No newline at end of file\n' : '\n';
  return `${[...header, '--- /dev/null', `+++ ${name}${tab}`, `@@ -0,0 +${count} @@`].join('\n')}\n+${lines.join('\n+')}${end}`;
}

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};

/** Git's way to write a path with special characters. */
function quote(path: string): string {
  if (!NEEDS_QUOTES.test(path)) return path;
  const escaped = path.replace(
    new RegExp(NEEDS_QUOTES, 'g'),
    (char) => NAMED[char] ?? `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${escaped}"`;
}

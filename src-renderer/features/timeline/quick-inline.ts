/** What a reader sees of a paragraph that is still being written. */
export type InlineNode =
  | string
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly InlineNode[] }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly InlineNode[] }
  | { readonly kind: 'break' };

const TOKEN = new RegExp(
  [
    '\\\\(?<escaped>[!-/:-@[-`{-~])',
    '(?<ticks>`+)(?!`)(?<code>[^]{0,800}?[^`])\\k<ticks>(?!`)',
    '!?\\[(?<label>[^\\]\\n]*)\\]\\((?<href>[^()\\s]*(?:\\([^()\\s]*\\)[^()\\s]*)*)(?:\\s+"[^"]*")?\\)',
    '\\*\\*(?=\\S)(?<strong>[^]{0,800}?\\S)\\*\\*(?!\\*)',
    '(?<![\\p{L}\\p{N}_])__(?=\\S)(?<strong2>[^]{0,800}?\\S)__(?![\\p{L}\\p{N}_])',
    '\\*(?=[^\\s*])(?<em>[^*]{0,800}?[^\\s*])\\*(?!\\*)',
    '(?<![\\p{L}\\p{N}_])_(?=[^\\s_])(?<em2>[^_]{0,800}?[^\\s_])_(?![\\p{L}\\p{N}_])',
    '~~(?=\\S)(?<del>[^]{0,800}?\\S)~~',
    '(?<url>https?://[^\\s<>]*[^\\s<>.,:;!?\'")\\]*_~`])',
    '(?<break> {2,}\\n|\\\\\\n)',
  ].join('|'),
  'gu',
);

/** Marks that open something and are not closed: tried where no whole token stands. */
const OPENER = new RegExp(
  `${TOKEN.source}|(?<opener>\\*\\*(?=\\S)|~~(?=\\S)|(?<![\\p{L}\\p{N}*])\\*(?=[^\\s*])|\`+)`,
  'gu',
);

/**
 * Text whose end is still being written, as if what it has begun ended here: nobody reads the stars of a word that is about to be bold.
 * A mark that stands last, with nothing behind it yet, is left out; so is the address of a link until it is whole.
 */
export function endMarks(text: string): string {
  let closers = '';
  for (const match of text.matchAll(OPENER)) {
    const opener = match.groups?.opener;
    if (opener === undefined) continue;
    if (opener.startsWith('`')) {
      const code = text.slice(match.index + opener.length).replace(/`+$/, '');
      return text.slice(0, match.index) + (code === '' ? '' : opener + code + opener) + closers;
    }
    closers = opener + closers;
  }
  const words = text
    .replace(/!?\[([^\]\n]*)\]\([^()\s]*$/, '$1')
    .replace(/(^|[\s([{"'])(?:\*{1,3}|~{1,2})$/, '$1')
    .replace(closers.startsWith('**') ? /(?<!\*)\*$/ : /(?!)/, '');
  return words + closers;
}

/**
 * Inline Markdown of an open paragraph, nearly as it will be: code, emphasis, links. A hundredth of the cost of the real parser,
 * which reads the paragraph once, when it is whole.
 */
export function quickInline(text: string, depth = 0): InlineNode[] {
  const nodes: InlineNode[] = [];
  let from = 0;
  const put = (words: string) => {
    const last = nodes.at(-1);
    if (words === '') return;
    if (typeof last === 'string') nodes[nodes.length - 1] = last + words;
    else nodes.push(words);
  };
  const inside = (words: string): InlineNode[] => (depth < 3 ? quickInline(words, depth + 1) : [words]);
  for (const match of text.matchAll(TOKEN)) {
    put(text.slice(from, match.index));
    from = match.index + match[0].length;
    const found: Readonly<Record<string, string | undefined>> = match.groups ?? {};
    const { escaped, code, href, url } = found;
    const strong = found.strong ?? found.strong2;
    const em = found.em ?? found.em2;
    if (escaped !== undefined) put(escaped);
    else if (code !== undefined) nodes.push({ kind: 'code', text: spanned(code) });
    else if (href !== undefined && !match[0].startsWith('!'))
      nodes.push({ kind: 'link', href, children: inside(found.label ?? '') });
    else if (strong !== undefined) nodes.push({ kind: 'strong', children: inside(strong) });
    else if (em !== undefined) nodes.push({ kind: 'em', children: inside(em) });
    else if (found.del !== undefined) nodes.push({ kind: 'del', children: inside(found.del) });
    else if (url !== undefined) nodes.push({ kind: 'link', href: url, children: [url] });
    else if (found.break !== undefined) nodes.push({ kind: 'break' });
    else put(match[0]);
  }
  put(text.slice(from));
  return nodes;
}

/** A code span's text: line ends are spaces, and one space on both sides goes. */
function spanned(code: string): string {
  const line = code.replace(/\n/g, ' ');
  return /^ .*[^ ].* $/.test(line) ? line.slice(1, -1) : line;
}

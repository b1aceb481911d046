/** Paragraphs of the shapes that agents really write: prose, lists, code, a table. Repeated with running numbers. */
const PARAGRAPHS: readonly ((n: number) => string)[] = [
  (n) =>
    `## Step ${n}: read the module before changing it\n\nThe function **\`applyDiscount\`** takes a cart and a code, looks the code up, and returns a *new* cart. ` +
    `It is called from \`checkout.js\` and from two tests, so its signature has to stay as it is. Note that prices are integers in cents; rounding happens once, at the end, never per line.\n\n`,
  (n) =>
    `- checked ${n} call sites, all of them pass an object\n- the \`null\` case is covered by \`cart.test.js\`\n- nothing else imports \`internal/round.js\`\n  - it can move next to its only user\n- [x] types agree\n- [ ] benchmark still to run\n\n`,
  (n) =>
    `\`\`\`ts\nexport function total(lines: readonly Line[], percent = ${n % 40}): number {\n  const sum = lines.reduce((cents, line) => cents + line.price * line.quantity, 0);\n  return Math.round(sum * (1 - percent / 100)); // one rounding, at the end\n}\n\`\`\`\n\n`,
  (n) =>
    `That keeps the public interface small. The remaining question is whether the *cache* should live in the module or be passed in; passing it in makes the test in line ${n} simpler, and it costs nothing at run time. ` +
    `See [the notes](docs/notes.md) for the measurements, and \`git log -n ${(n % 9) + 1} -- src/cart.js\` for how it came to be.\n\n`,
  (n) =>
    `| case | before | after |\n|---|---:|---:|\n| empty cart | 0 | 0 |\n| one line | ${n * 3} | ${n * 3} |\n| discount | ${n * 7 + 1} | ${n * 7} |\n\n`,
  (n) =>
    `> A cart that holds ${n} lines must not take ${n} round trips.\n\nSo the lookup is batched: first collect the ids, then ask once, then join in memory. The order of the lines is kept.\n\n`,
];

/** Cuts text into pieces of about a model token: at most six characters, never across a line break. */
const TOKEN = /\n|[^\S\n]*[^\s]{1,6}|[^\S\n]+/g;

/** Yields `count` token-sized deltas of realistic Markdown; the last one is `floodEnd(count)`. */
export function* floodText(count: number): Generator<string> {
  let left = count - 1;
  for (let n = 1; left > 0; n++) {
    const paragraph = PARAGRAPHS[n % PARAGRAPHS.length]?.(n) ?? '';
    for (const [token] of paragraph.matchAll(TOKEN)) {
      if (left-- <= 0) break;
      yield token;
    }
  }
  yield `\n\n${floodEnd(count)}`;
}

/** The words that end a flood, by which a reader knows that all of it has arrived. */
export function floodEnd(count: number): string {
  return `The end after ${count} pieces.`;
}

/** Yields `count` deltas of `size` bytes each: the plainest load there is. */
export function* plainText(count: number, size: number): Generator<string> {
  const chunk = `${'x'.repeat(Math.max(size - 1, 0))} `;
  for (let n = 0; n < count; n++) yield chunk;
}

/** Yields `w0 w1 w2 …`: text in which a missing or doubled delta shows. */
export function* countedWords(count: number): Generator<string> {
  for (let n = 0; n < count; n++) yield `w${n} `;
}

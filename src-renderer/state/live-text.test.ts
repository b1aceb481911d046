import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { describe, expect, test } from 'vitest';
import { LiveText, PART_CHARS } from './live-text.ts';
import type { TextPart, TextView } from './text-parts.ts';

const html = (text: string) =>
  renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm], children: text })).replace(/\n+/g, '\n');
const partsOf = (view: TextView): TextPart[] => view.rows.flatMap((row) => row.parts);
const sourceOf = (view: TextView): string =>
  partsOf(view)
    .map((part) => part.source)
    .join('');
const htmlOfParts = (text: string) =>
  partsOf(LiveText.whole(text).view())
    .map((part) => html(part.source))
    .join('\n');
const settle = (text: string) => text.replace(/\n+/g, '\n').trim();

/** Small, seeded, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
const FRAGMENTS = [
  'A sentence with `code` and **bold** words.', 'second line of it', '# Heading', 'Setext\n===', 'Another\n---', '---',
  '- item', '- item two', '* star', '+ plus', '1. one', '2. two', '3) three', '  - nested', '    deeper text', '  continued',
  '> quote', '> > deeper', '```ts', '```', '~~~', '~~~~', '````md', 'const a = 1;', '  ```js', '   ```', '- ```\n  in list\n  ```',
  '| a | b |', '|---|:-:|', '| 1 | 2 |', 'a | b', '- | -', '<details>', '</details>', '<b>inline</b> text', '<!-- note', '-->',
  '<script>', 'alert(1)</script>', '<custom-tag>', '- [ ] todo', '- [x] done', '\tindented', '    code block', '#not heading',
  '***', '* * *', '1986. A year.', '-', '1.', '\\# escaped', 'emoji 🎉 end', 'https://example.org/a_b', '===', '``` not`fence',
]; // prettier-ignore
function document(next: () => number, lines: number): string {
  let text = '';
  for (let line = 0; line < lines; line++) {
    text += FRAGMENTS[Math.floor(next() * FRAGMENTS.length)] ?? '';
    text += next() < 0.35 ? '\n\n' : '\n';
  }
  return text;
}
function feed(text: string, next: () => number, most: number): LiveText {
  const live = new LiveText();
  for (let at = 0; at < text.length;) {
    const size = 1 + Math.floor(next() * most);
    live.append(text.slice(at, at + size));
    at += size;
    live.view();
  }
  live.finish();
  return live;
}

describe('cutting Markdown', () => {
  test('parts render to what the whole renders to', () => {
    const text = [
      '# Title', '', 'Para one', 'goes on.', '', '1. first', '', '   ```sh', '   npm i', '', '   npm test', '   ```', '2. second',
      '', 'After the list.', '```ts', 'const a = 1;', '', 'const b = 2;', '```', 'Right after.', '', '| a | b |', '|---|---|',
      '| 1 | 2 |', '', '> quote', 'lazy', '', '- a', '  - b', '', '  c', '', 'end',
    ].join('\n'); // prettier-ignore
    expect(settle(htmlOfParts(text))).toBe(settle(html(text)));
    const shown = partsOf(LiveText.whole(text).view()).filter((part) => part.source.trim() !== '');
    expect(shown.map((part) => part.kind)).toEqual([
      'markdown', 'markdown', 'markdown', 'markdown', 'code', 'markdown', 'markdown', 'markdown', 'markdown', 'markdown',
    ]); // prettier-ignore
  });

  test('a fence keeps its language and code without the fence lines', () => {
    const [part] = partsOf(LiveText.whole('```TS title=x\nconst a = 1;\n\nb();\n```\n').view());
    expect(part).toMatchObject({
      kind: 'code',
      language: 'ts',
      code: 'const a = 1;\n\nb();\n',
      first: true,
      last: true,
    });
    const open = new LiveText();
    open.append('```js\nlet x');
    expect(partsOf(open.view())).toMatchObject([{ kind: 'code', code: 'let x', first: true, last: false, open: true }]);
  });

  test('random documents: parts render to what the whole renders to, in nearly all cases', () => {
    const next = random(7);
    let differing = 0;
    for (let round = 0; round < 120; round++) {
      const text = document(next, 12);
      if (settle(htmlOfParts(text)) !== settle(html(text))) differing++;
    }
    // What is left: empty list items before blank lines, and paragraphs turned into table heads by odd neighbours.
    expect(differing).toBeLessThan(6);
  });
});

describe('growing', () => {
  test('any chunking gives the same rows as the whole', () => {
    const next = random(11);
    for (let round = 0; round < 150; round++) {
      const text = document(next, 30 + Math.floor(next() * 200));
      const whole = LiveText.whole(text).view();
      expect(sourceOf(whole)).toBe(text);
      for (const most of [1, 7, 60, 3000]) expect(feed(text, next, most).view()).toEqual(whole);
    }
  });

  test('endless lines, fences, tables and lists are cut the same, into parts of bounded size', () => {
    const next = random(5);
    const texts = [
      'word '.repeat(6000),
      'x'.repeat(20_000),
      'A sentence ends here. Another one begins. '.repeat(500),
      '🎉'.repeat(9000),
      `\`\`\`txt\n${'a line of code\n'.repeat(900)}\`\`\`\nafter`,
      `| a | b |\n|---|---|\n${'| some cell | another one |\n'.repeat(400)}\nafter`,
      Array.from({ length: 600 }, (_, at) => `${at + 1}. entry number ${at + 1}\n   with more`).join('\n'),
      `- ${'long item text '.repeat(900)}\n- second`,
      '> quoted line\n'.repeat(800),
      '\n'.repeat(9000),
      'soft wrapped line of prose\n'.repeat(400),
    ];
    for (const text of texts) {
      const whole = LiveText.whole(text).view();
      expect(sourceOf(whole)).toBe(text);
      for (const part of partsOf(whole)) expect(part.source.length).toBeLessThanOrEqual(3 * PART_CHARS);
      for (const most of [37, 900, 7000]) expect(feed(text, next, most).view()).toEqual(whole);
    }
  });

  test('a cut table shows its head again, a cut list its numbers', () => {
    const table = partsOf(
      LiveText.whole(`| a | b |\n|---|---|\n${'| some cell | another one |\n'.repeat(400)}`).view(),
    );
    expect(table.length).toBeGreaterThan(3);
    expect(table[1]).toMatchObject({ prefix: '| a | b |\n|---|---|\n', joined: true });
    const list = partsOf(
      LiveText.whole(Array.from({ length: 400 }, (_, at) => `${at + 1}. entry ${at + 1}`).join('\n')).view(),
    );
    expect(list[1]?.source).toMatch(/^\d+\. entry/);
  });

  test('closed parts and rows keep their reference while the text grows', () => {
    const live = new LiveText();
    live.append(`First paragraph.\n\nSecond paragraph.\n\n${'Long. '.repeat(2000)}`);
    const before = live.view();
    live.append('More. And more.');
    const after = live.view();
    expect(after).not.toBe(before);
    expect(after.rows[0]).toBe(before.rows[0]);
    expect(after.rows.at(-1)).not.toBe(before.rows.at(-1));
    expect(live.view()).toBe(after);
  });
});

describe('the final text wins', () => {
  test('what was cut already stays when it is a prefix', () => {
    const live = new LiveText();
    live.append('One.\n\nTwo.\n\n'.repeat(500));
    const row = live.view().rows[0];
    const done = live.complete(`${'One.\n\nTwo.\n\n'.repeat(500)}Three.`);
    expect(done).toBe(live);
    expect(done.view().rows[0]).toBe(row);
    expect(done.view()).toEqual(LiveText.whole(`${'One.\n\nTwo.\n\n'.repeat(500)}Three.`).view());
  });

  test('another text is cut afresh', () => {
    const live = new LiveText();
    live.append('One.\n\nTwo');
    expect(live.complete('One.\n\nThree').view()).toEqual(LiveText.whole('One.\n\nThree').view());
    expect(LiveText.whole('abc').complete('abc and more').view()).toEqual(LiveText.whole('abc and more').view());
  });

  test('link reference definitions are known to the view', () => {
    expect(LiveText.whole('See [it][a].\n\n[a]: https://example.org\n[b]: /x\n').view().definitions).toBe(
      '[a]: https://example.org\n[b]: /x\n',
    );
  });
});

test('1.2 MB in 200,000 pieces, with a view every 400 of them, stays cut into rows', () => {
  const live = new LiveText();
  for (let at = 0; at < 200_000; at++) {
    live.append(at % 97 === 0 ? '.\n\n' : 'tokens');
    if (at % 400 === 0) live.view();
  }
  live.finish();
  expect(live.view().chars).toBeGreaterThan(1_190_000);
  expect(live.view().rows.length).toBeGreaterThan(300);
});

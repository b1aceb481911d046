import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import Markdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { expect, test } from 'vitest';
import { endMarks, quickInline, type InlineNode } from './quick-inline.ts';

const escape = (text: string) =>
  text
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#x27;');
const draw = (nodes: readonly InlineNode[]): string =>
  nodes
    .map((node) => {
      if (typeof node === 'string') return escape(node);
      if (node.kind === 'code') return `<code>${escape(node.text)}</code>`;
      if (node.kind === 'break') return '<br/>\n';
      if (node.kind === 'link') return `<a href="${escape(node.href)}">${draw(node.children)}</a>`;
      return `<${node.kind}>${draw(node.children)}</${node.kind}>`;
    })
    .join('');
const real = (text: string) =>
  renderToStaticMarkup(createElement(Markdown, { remarkPlugins: [remarkGfm], children: text })).slice(3, -4);

test.each([
  'plain words, and a number 42',
  'a **bold** word and *another*, __bold__ and _this_',
  'snake_case_name and 2 * 3 * 4 stay',
  'some `code` and ``a ` tick`` and ` x `',
  'an **open one and `this',
  '**bold with `code` and *more* inside** after',
  'a [link](https://example.org/a_(b)) and [one *more*](src/a.ts)',
  'see https://example.org/x_y, and (https://example.org).',
  '~~gone~~ and ~ not',
  'escaped \\*stars\\* and \\`ticks\\`',
  'soft\nbreak and hard  \nbreak',
  'less < more & "quoted"',
  'ends with **',
])('%j is drawn as it will be', (text) => {
  expect(draw(quickInline(text))).toBe(real(text));
});

test.each([
  ['a **bold', 'a <strong>bold</strong>'],
  ['a **', 'a '],
  ['**bold*', '<strong>bold</strong>'],
  ['see `co', 'see <code>co</code>'],
  ['see `', 'see '],
  ['``a ` b', '<code>a ` b</code>'],
  ['a `b **c', 'a <code>b **c</code>'],
  ['**bold with `code` and *more', '<strong>bold with <code>code</code> and <em>more</em></strong>'],
  ['~~gon', '<del>gon</del>'],
  ['a [link](https://ex', 'a link'],
  ['a [link', 'a [link'],
  ['2 * 3, snake_case and **whole**', '2 * 3, snake_case and <strong>whole</strong>'],
])('%j, still being written, shows no marks', (text, html) => {
  expect(draw(quickInline(endMarks(text)))).toBe(html);
});

test('a long paragraph full of unclosed marks is quick', () => {
  const text = '**a `b [c](d *e _f '.repeat(220);
  expect(quickInline(endMarks(text)).length).toBeGreaterThan(0);
});

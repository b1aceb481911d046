import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { BlockShape } from '../../state/text-parts.ts';
import { createOpenThread } from '../../state/open-thread.ts';
import { SAMPLE_REF } from '../../../src-shared/model/testing/sample-thread.ts';
import { DraftBlock } from './draft.tsx';
import { Markdown as OurMarkdown } from './markdown.tsx';
import { quickBlock } from './quick-block.ts';
import { ThreadContext } from './thread-context.ts';

const thread = createOpenThread(SAMPLE_REF);
const html = (node: React.ReactNode) =>
  renderToStaticMarkup(<ThreadContext value={thread}>{node}</ThreadContext>)
    .replace(/>\s+</g, '><')
    .replace(/\s+</g, '<')
    .replace(/style="text-align:(\w+);?"/g, 'style="text-align:$1"');

const cases: readonly (readonly [BlockShape, string])[] = [
  ['paragraph', 'Some **bold** words,\nand `code` in src/a.ts.\n\n'],
  ['heading', '## Step 3: read the `module` first\n'],
  ['heading', '# Closed #\n'],
  ['quote', '> A cart that holds 3 lines\n> must *not* take 3 trips.\n\n'],
  ['list', '- one\n- two **bold**\n  - nested `x`\n  - more\n- three\n'],
  ['list', '3. three\n4. four\n   - under four\n5. five\n'],
  ['list', '- [x] types agree\n- [ ] benchmark\n'],
  ['list', '1. a line\n   that goes on\n2. lazy\nline\n'],
  ['table', '| case | before | after |\n|---|---:|:-:|\n| empty | 0 | `a` |\n| one \\| two | 3 |\n'],
];
test.each(cases)('%s %j looks as it will', (shape, source) => {
  const block = quickBlock(shape, source);
  if (!block) throw new Error('not drawn');
  expect(html(<DraftBlock block={block} />)).toBe(html(<OurMarkdown text={source} />));
});

test.each([
  ['paragraph', 'It is **nearly', 'It is **nearly**'],
  ['heading', '## The `ca', '## The `ca`'],
  ['list', '- **one** x\n- **tw', '- **one** x\n- **tw**'],
  ['list', '- one **\n  - `nes', '- one **\n  - `nes`'],
] as const)('%s %j, still open, looks as %j', (shape, source, ended) =>
  expect(quickBlock(shape, source, true)).toEqual(quickBlock(shape, ended)),
);

test.each([
  ['list', '- a\n\n- loose\n'],
  ['list', '- a\n  ```sh\n  npm i\n  ```\n'],
  ['list', '- a\n1. other kind\n'],
  ['list', '- > quote\n'],
  ['quote', '> - list\n'],
  ['quote', '> a\nlazy\n'],
] as const)('%s %j is left to the parser', (shape, source) => expect(quickBlock(shape, source)).toBeNull());

test('a draft is as safe as the real thing', () => {
  const block = quickBlock(
    'paragraph',
    '[x](javascript:alert(1)) <script>alert(1)</script> ![i](https://example.org/i.png)',
  );
  if (!block) throw new Error('not drawn');
  const drawn = html(<DraftBlock block={block} />);
  expect(drawn).not.toContain('javascript:');
  expect(drawn).not.toContain('<script');
  expect(drawn).not.toContain('<img');
});

import { describe, expect, it } from 'vitest';
import type { TokenPart } from './tokens.ts';
import {
  addToken,
  FOLD_CHARS,
  foldText,
  fromParts,
  isEmptyContent,
  tokenRanges,
  tokenText,
  toMessage,
  toParts,
} from './tokens.ts';

const file = (name: string): Extract<TokenPart, { kind: 'mention' }> => ({
  kind: 'mention',
  name,
  path: `/repo/${name}`,
});
const skill = (name: string): Extract<TokenPart, { kind: 'skill' }> => ({
  kind: 'skill',
  name,
  path: `/skills/${name}/SKILL.md`,
});
const names = (text: string, ...tokens: TokenPart[]) => tokenRanges(text, tokens).map((range) => range.token.name);

describe('tokenRanges', () => {
  it.each([
    ['look at @a.ts', ['a.ts']],
    ['@a.ts, please', ['a.ts']],
    ['see @a.ts.', ['a.ts']],
    ['(@a.ts)', ['a.ts']],
    ['@a.tsx', []],
    ['@a.ts.bak', []],
    ['me@a.ts', []],
    ['@a.t', []],
    ['@a.ts @a.ts', ['a.ts', 'a.ts']],
  ])('%s', (text, expected) => expect(names(text, file('a.ts'))).toEqual(expected));

  it('gives an overlap to the longest name, spaces included', () => {
    expect(names('@my file.ts and @my', file('my'), file('my file.ts'))).toEqual(['my file.ts', 'my']);
  });
  it('says where the words stand', () => {
    expect(tokenRanges('use $ship now', [skill('ship')])).toEqual([{ start: 4, end: 9, token: skill('ship') }]);
  });
});

describe('a message under edits', () => {
  const content = { text: 'compare @a.ts with @b.ts', tokens: [file('a.ts'), file('b.ts')], images: [] };
  const tokensOf = (text: string) => toParts({ ...content, text }).filter((part) => part.kind === 'mention');
  it('keeps tokens when words before, between and after them change', () => {
    expect(tokensOf('please compare it: @a.ts  and then\n@b.ts!')).toEqual([file('a.ts'), file('b.ts')]);
  });
  it('drops a token whose word was changed, and finds it again after undo', () => {
    expect(tokensOf('compare @a.t with @b.ts')).toEqual([file('b.ts')]);
    expect(tokensOf(content.text)).toEqual([file('a.ts'), file('b.ts')]);
  });
  it('cuts the text at its tokens; the way back gives the same', () => {
    const withImage = { ...content, images: [{ kind: 'image' as const, imageId: 'i1', name: 'p.png' }] };
    const parts = toParts(withImage);
    expect(parts).toEqual([
      { kind: 'text', text: 'compare ' },
      file('a.ts'),
      { kind: 'text', text: ' with ' },
      file('b.ts'),
      ...withImage.images,
    ]);
    expect(fromParts(parts)).toEqual(withImage);
  });
  it('reads a message of another program, sent in several texts', () => {
    const parts = [{ kind: 'text', text: 'one' } as const, { kind: 'text', text: 'two' } as const, skill('ship')];
    expect(fromParts(parts)).toEqual({ text: 'one\ntwo$ship', tokens: [skill('ship')], images: [] });
  });
  it('knows when there is nothing to send', () => {
    expect(isEmptyContent({ text: ' \n\t', tokens: [], images: [] })).toBe(true);
    expect(isEmptyContent({ text: '', tokens: [], images: [{ kind: 'image', imageId: 'i', name: 'n' }] })).toBe(false);
    expect(toParts({ text: '', tokens: [file('a.ts')], images: [] })).toEqual([]);
  });
});

it('knows a token once', () => {
  expect(addToken([file('a')], file('a'))).toEqual([file('a')]);
  expect(addToken([file('a')], skill('a'))).toHaveLength(2);
});

describe('a long text that was pasted', () => {
  const long = 'words '.repeat(FOLD_CHARS);
  const pasted = foldText(long);
  const content = { text: `Explain:${tokenText(pasted)}please`, tokens: [pasted], images: [] };
  it('is sent word for word in its place, as one text with what stands around it', () => {
    expect(toMessage(content)).toEqual([{ kind: 'text', text: `Explain:${long}please` }]);
  });
  it('is folded again when a draft comes back', () => {
    const back = fromParts(toParts(content));
    expect(back.text.length).toBeLessThan(100);
    expect(toMessage(back)).toEqual(toMessage(content));
  });
  it('is gone when its name was deleted', () => {
    expect(toMessage({ ...content, text: 'Explain:' })).toEqual([{ kind: 'text', text: 'Explain:' }]);
  });
  it('has a name of its own each time', () => expect(foldText(long).name).not.toBe(pasted.name));
});

import { expect, test } from 'vitest';
import { parseAnsi, withoutAnsi, type AnsiColor } from './ansi.ts';

const E = '\u001b[';
/** Lines as `text{style,…}` for short tables. */
const draw = (text: string): string[] =>
  parseAnsi(text).map((line) =>
    line
      .map(({ text: words, style }) => {
        if (!style) return words;
        const marks = Object.entries(style).flatMap(([key, value]: [string, boolean | AnsiColor | null]) =>
          value === true ? [key] : value ? [`${key}=${value.kind === 'rgb' ? value.css : value.index}`] : [],
        );
        return `${words}{${marks.join(',')}}`;
      })
      .join('|'),
  );

test.each([
  ['plain text', ['plain text']],
  ['two\nlines\n', ['two', 'lines']],
  ['dos\r\nlines\r\n', ['dos', 'lines']],
  ['a\n\nb', ['a', '', 'b']],
  [`${E}31mred${E}0m rest`, ['red{color=1}| rest']],
  [`${E}31mred${E}m rest`, ['red{color=1}| rest']],
  [`${E}1;4;92mx${E}22;24my`, ['x{color=10,bold,underline}|y{color=10}']],
  [`${E}2mdim${E}7minv${E}27;22mno`, ['dim{dim}|inv{dim,inverse}|no']],
  [`${E}38;5;196mx`, ['x{color=rgb(255 0 0)}']],
  [`${E}38;5;9mx`, ['x{color=9}']],
  [`${E}48;5;244mx`, ['x{background=rgb(128 128 128)}']],
  [`${E}38;2;1;2;300mx${E}39my`, ['x{color=rgb(1 2 255)}|y']],
  [`${E}38:2::10:20:30mx`, ['x{color=rgb(10 20 30)}']],
  [`${E}32mgreen\nstill${E}0m`, ['green{color=2}', 'still{color=2}']],
  ['10%\r20%\r100%', ['100%']],
  ['longer\rab', ['abnger']],
  [`longer\r${E}Kab`, ['ab']],
  [`longer${E}2K\rab`, ['ab']],
  [`abcdef${E}3D${E}Kx`, ['abcx']],
  [`ab${E}3Cx`, ['ab   x']],
  [`ab${E}1Gx`, ['xb']],
  [`ab${E}1Kx`, ['  x']],
  ['abc\b\bX', ['aXc']],
  [`${E}31mbar\r${E}32mx`, ['x{color=2}|ar{color=1}']],
  ['\u001b]0;title\u0007text', ['text']],
  ['\u001b]8;;https://x\u001b\\link\u001b]8;;\u001b\\', ['link']],
  [`${E}?25lhidden cursor${E}?25h`, ['hidden cursor']],
  ['bell\u0007 and null\u0000', ['bell and null']],
  [`broken ${E}31`, ['broken 31']],
  ['emoji 🎉\rx', ['xmoji 🎉']],
  ['', []],
])('%j', (text, lines) => expect(draw(text)).toEqual(lines));

test('a copy has no sequences', () => expect(withoutAnsi(`${E}1ma${E}0m\n50%\r99%\n`)).toBe('a\n99%'));

test('a megabyte of progress bars is quick and stays one line each', () => {
  const text = Array.from({ length: 20_000 }, (_, at) => `\r${E}K[${'='.repeat(40)}] ${at}`).join('');
  expect(parseAnsi(text)).toHaveLength(1);
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keyLabel } from './key-label.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
type Rgba = readonly [number, number, number, number];

/** The colours of one theme: the dark ones, and for light its own over them. */
function colours(theme: 'dark' | 'light'): ReadonlyMap<string, Rgba> {
  const block = (selector: string) => css.slice(css.indexOf(`${selector} {`)).split('}', 1)[0] ?? '';
  const text = block(':root') + (theme === 'light' ? block(":root[data-theme='light']") : '');
  return new Map([...text.matchAll(/--([\w-]+): (#[0-9a-f]+);/g)].map(([, name = '', hex = '']) => [name, parse(hex)]));
}
function parse(hex: string): Rgba {
  const short = hex.length <= 5;
  const digits = hex.slice(1).match(short ? /./g : /../g) ?? [];
  const [red = 0, green = 0, blue = 0, alpha = 255] = digits.map((part) => parseInt(short ? part + part : part, 16));
  return [red, green, blue, alpha / 255];
}
const over = ([r, g, b, a]: Rgba, [R, G, B]: Rgba): Rgba => [
  r * a + R * (1 - a),
  g * a + G * (1 - a),
  b * a + B * (1 - a),
  1,
];
/** WCAG 2.2, relative luminance. */
function luminance([r, g, b]: Rgba): number {
  const linear = (channel: number) => {
    const share = channel / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
function contrast(a: Rgba, b: Rgba): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe.each(['dark', 'light'] as const)('%s theme', (theme) => {
  const found = colours(theme);
  const get = (name: string): Rgba => found.get(name) ?? [0, 0, 0, 1];
  const grounds = ['bg-window', 'bg-side', 'bg-raised', 'bg-hover', 'bg-selected', 'bg-code'];

  it('every text colour is readable on every ground (4.5 : 1)', () => {
    const poor = ['text-1', 'text-2', 'text-3', 'accent', 'needs', 'bad', 'good'].flatMap((text) =>
      grounds.filter((ground) => contrast(get(text), get(ground)) < 4.5).map((ground) => `${text} on ${ground}`),
    );
    expect(poor).toEqual([]);
  });
  it('state colours are readable on their own soft ground', () => {
    const poor = ['needs', 'bad', 'good', 'accent'].filter(
      (state) => contrast(get(state), over(get(`${state}-soft`), get('bg-window'))) < 4.5,
    );
    expect(poor).toEqual([]);
  });
  it('the main button is readable, and controls have an edge (3 : 1)', () => {
    expect(contrast(get('on-accent'), get('accent'))).toBeGreaterThanOrEqual(4.5);
    expect(contrast(get('line-control'), get('bg-raised'))).toBeGreaterThanOrEqual(3);
  });
});

describe('key labels', () => {
  it.each([
    ['Mod+Shift+K', '⇧⌘K', 'Ctrl+Shift+K'],
    ['Mod+Comma', '⌘,', 'Ctrl+,'],
    ['Alt+ArrowUp', '⌥↑', 'Alt+↑'],
    ['F2', 'F2', 'F2'],
  ])('%s is %s on macOS and %s elsewhere', (key, mac, other) => {
    expect([keyLabel(key, true), keyLabel(key, false)]).toEqual([mac, other]);
  });
});

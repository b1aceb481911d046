import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { looksLikeLink, MAX_LINK_CHARS, parseDeepLink } from './deep-link.ts';

const ID = '019ab0c4-5d3e-7c11-9c55-0a1b2c3d4e5f';
const fresh = { kind: 'newThread', prompt: null, path: null, originUrl: null };

describe('links that are followed', () => {
  it.each([
    [`codex://threads/${ID}`, { kind: 'thread', threadId: ID }],
    [`skein://threads/${ID.toUpperCase()}/`, { kind: 'thread', threadId: ID }],
    [`CODEX://Threads/${ID}?from=mail#top`, { kind: 'thread', threadId: ID }],
    ['codex://threads/new', fresh],
    ['codex://new', fresh],
    ['skein://new?', fresh],
    ['codex://new?prompt=Fix%20the+tests%0Aplease', { ...fresh, prompt: 'Fix the tests\nplease' }],
    ['codex://new?prompt=1%2B1%26%3D%25&later=x', { ...fresh, prompt: '1+1&=%' }],
    ['codex://new?prompt=&path=', fresh],
    ['codex://threads/new?path=%2Fhome%2Fme%2Fsh%C3%B6p', { ...fresh, path: '/home/me/shöp' }],
    ['codex://threads/new?path=C%3A%5CUsers%5Cme', { ...fresh, path: 'C:\\Users\\me' }],
    ['codex://new?path=%5C%5Cwsl.localhost%5CUbuntu%5Chome', { ...fresh, path: '\\\\wsl.localhost\\Ubuntu\\home' }],
    ['codex://new?originUrl=git@github.com:me/shop.git', { ...fresh, originUrl: 'git@github.com:me/shop.git' }],
    ['codex://new?originUrl=https://github.com/me/shop', { ...fresh, originUrl: 'https://github.com/me/shop' }],
    ['codex://new?prompt=%D9%85%DB%8C%E2%80%8C%D8%AE', { ...fresh, prompt: '\u0645\u06cc\u200c\u062e' }],
    ['codex://new?prompt=%F0%9F%A7%B6', { ...fresh, prompt: '🧶' }],
    ['codex://settings', { kind: 'settings', page: null }],
    ['codex://settings/Appearance', { kind: 'settings', page: 'appearance' }],
    ['codex://skills', { kind: 'skills' }],
    ['codex://plugins/github@openai-curated', { kind: 'plugin', pluginId: 'github@openai-curated' }],
    ['codex://plugins/github%40openai-curated', { kind: 'plugin', pluginId: 'github@openai-curated' }],
    ['codex://automations/', { kind: 'automations' }],
  ])('%s', (link, expected) => {
    expect(parseDeepLink(link)).toEqual({ ok: true, value: expected });
  });
});

describe('links that do nothing', () => {
  it.each([
    ['', 'not-a-link'],
    ['codex:', 'not-a-link'],
    ['codex:threads/new', 'not-a-link'],
    ['https://threads/new', 'not-a-link'],
    ['javascript:codex://new', 'not-a-link'],
    ['codex://new?prompt=a b', 'not-a-link'],
    ['codex://new?prompt=é', 'not-a-link'],
    ['codex://new\n?prompt=x', 'not-a-link'],
    ['codex://threads\\new', 'not-a-link'],
    ['codex://', 'unknown'],
    ['codex:///', 'unknown'],
    ['codex:///new', 'unknown'],
    ['codex://run?command=rm', 'unknown'],
    ['codex://threads', 'unknown'],
    ['codex://threads//', 'unknown'],
    [`codex://threads/${ID}/delete`, 'unknown'],
    ['codex://new/now', 'unknown'],
    ['codex://settings/agent/sandbox', 'unknown'],
    ['codex://me@threads/new', 'unknown'],
    ['codex://threads:80/new', 'unknown'],
    ['codex://threads/..', 'bad-value'],
    ['codex://threads/%2e%2e%2fx', 'bad-value'],
    ['codex://threads/%', 'bad-value'],
    ['codex://threads/%ff', 'bad-value'],
    ['codex://settings/../x', 'unknown'],
    ['codex://plugins/..%2Fx', 'bad-value'],
    ['codex://plugins/--install', 'bad-value'],
    ['codex://new?prompt=%', 'bad-value'],
    ['codex://new?prompt=a&prompt=b', 'bad-value'],
    ['codex://new?path=relative', 'bad-value'],
    ['codex://new?path=~', 'bad-value'],
    ['codex://new?path=%5C%5Cevil.example%5Cshare', 'bad-value'],
    ['codex://new?path=//evil.example/share', 'bad-value'],
    ['codex://new?path=%5C%5C%3F%5CUNC%5Cevil%5Cshare', 'bad-value'],
    ['codex://new?path=/a%0Ab', 'bad-value'],
    ['codex://new?path=/a%00', 'hidden-text'],
    ['codex://new?prompt=a%1B[31m', 'hidden-text'],
    ['codex://new?prompt=ok%E2%80%AEevil', 'hidden-text'],
    ['codex://new?prompt=ok%F3%A0%81%A1', 'hidden-text'],
    ['codex://new?originUrl=--upload-pack=x', 'bad-value'],
    ['codex://new?originUrl=ssh://-oProxyCommand=x', 'bad-value'],
    ['codex://new?originUrl=file:///etc', 'bad-value'],
    ['codex://new?originUrl=ext::sh%20-c%20x', 'bad-value'],
    [`codex://new?prompt=${'x'.repeat(MAX_LINK_CHARS)}`, 'too-long'],
  ])('%s', (link, reason) => {
    expect(parseDeepLink(link)).toEqual({ ok: false, error: reason });
  });
});

it('tells links from paths on the command line', () => {
  expect(
    ['codex://new', 'SKEIN:x', 'codex:', './codex:x', 'C:\\codex', '/codex://x', 'codex'].map(looksLikeLink),
  ).toEqual([true, true, true, false, false, false, false]);
});

const CASES = process.env['SKEIN_LONG'] === '1' ? 10_000 : 400;
const word = fc.constantFrom(
  'codex://',
  'skein:',
  'new',
  'threads/',
  ID,
  '?',
  '&',
  'prompt=',
  'path=',
  '#',
  '%',
  '%2F',
  '..',
  '\\',
);
const linkish = fc.array(fc.oneof(word, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 });

it('takes anything without a throw, and gives nothing that hides or leads elsewhere', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        linkish.map((words) => words.join('')),
        linkish.map((words) => `codex://new?${words.join('')}`),
      ),
      (text) => {
        const read = parseDeepLink(text);
        if (!read.ok || read.value.kind !== 'newThread') return;
        const { prompt, path } = read.value;
        expect(path ?? '/').toMatch(/^(\/(?!\/)|[a-z]:[\\/]|[\\/]{2}wsl)/i);
        expect(`${prompt ?? ''}${path ?? ''}`).not.toMatch(/[\0\u202e\u{e0041}]/u);
      },
    ),
    { numRuns: CASES },
  );
});

it('gives back what was put in', () => {
  const text = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(text, text, (prompt, name) => {
      const query = new URLSearchParams({ prompt, path: `/${name.replace(/^[\\/]+/, '')}` });
      expect(parseDeepLink(`codex://threads/new?${query.toString()}`)).toEqual({
        ok: true,
        value: { kind: 'newThread', prompt, path: query.get('path'), originUrl: null },
      });
    }),
    { numRuns: CASES },
  );
});

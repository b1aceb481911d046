import { describe, expect, it } from 'vitest';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { fromUserInputs, toTextInputs } from './message-parts.ts';

type Words = Exclude<InputPart, { kind: 'image' }>;
const file: Words = { kind: 'mention', name: 'src/größe.ts', path: '/repo/src/größe.ts' };
const skill: Words = { kind: 'skill', name: 'ship', path: '/skills/ship/SKILL.md' };
const app: Words = { kind: 'mention', name: 'Jira', path: 'app://jira' };
const text = (words: string): Words => ({ kind: 'text', text: words });

describe('toTextInputs', () => {
  it('puts files into the text, where the model reads them, and marks them', () => {
    expect(toTextInputs([text('look ät '), file, text(' please')])).toEqual([
      {
        type: 'text',
        text: 'look ät src/größe.ts please',
        text_elements: [{ byteRange: { start: 9, end: 23 }, placeholder: '@src/größe.ts' }],
      },
    ]);
  });
  it('adds what Codex acts on itself: skills and addresses', () => {
    expect(toTextInputs([skill, text(' to '), app])).toEqual([
      {
        type: 'text',
        text: '$ship to Jira',
        text_elements: [
          { byteRange: { start: 0, end: 5 }, placeholder: '$ship' },
          { byteRange: { start: 9, end: 13 }, placeholder: '@Jira' },
        ],
      },
      { type: 'skill', name: 'ship', path: '/skills/ship/SKILL.md' },
      { type: 'mention', name: 'Jira', path: 'app://jira' },
    ]);
  });
  it('has nothing for nothing', () => expect(toTextInputs([])).toEqual([]));
});

describe('fromUserInputs', () => {
  it.each([
    ['files, by their place in the folder', [text('look '), file], [text('look '), { ...file, path: file.name }]],
    ['skills and addresses, once', [skill, text(' to '), app], [skill, text(' to '), app]],
    ['plain words', [text('hello')], [text('hello')]],
  ])('gives back %s', (_, parts, expected) => expect(fromUserInputs(toTextInputs(parts))).toEqual(expected));

  it('leaves marks of other programs in the text', () => {
    const marks = [
      { byteRange: { start: 0, end: 5 }, placeholder: '[Image #1]' },
      { byteRange: { start: 3, end: 99 }, placeholder: null },
    ];
    expect(fromUserInputs([{ type: 'text', text: 'hello', text_elements: marks }])).toEqual([text('hello')]);
  });
  it('keeps what other programs send beside the text', () => {
    expect(
      fromUserInputs([
        { type: 'skill', name: 'ship', path: '/s' },
        { type: 'text', text: 'go', text_elements: [] },
        { type: 'localImage', path: '/a.png' },
      ]),
    ).toEqual([
      { kind: 'skill', name: 'ship', path: '/s' },
      { kind: 'text', text: 'go' },
      { kind: 'image', source: '/a.png' },
    ]);
  });
});

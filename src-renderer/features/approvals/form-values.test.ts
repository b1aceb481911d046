import { describe, expect, it } from 'vitest';
import type { FormField } from '../../../src-shared/model/approval.ts';
import { initialValues, readForm, readJson, toLocalInput, type RawValue } from './form-values.ts';

const field = (input: FormField['input'], required = false): FormField => ({
  name: 'f',
  label: 'F',
  description: null,
  required,
  input,
});
const text = (format: 'plain' | 'email' | 'uri' | 'date' | 'date-time', maxLength: number | null = null) =>
  field({ kind: 'text', format, initial: '', maxLength });
const number = (change: { integer?: boolean; min?: number; max?: number } = {}) =>
  field({
    kind: 'number',
    integer: change.integer ?? false,
    initial: null,
    min: change.min ?? null,
    max: change.max ?? null,
  });
const OPTIONS = [
  { value: 'a', label: 'A' },
  { value: 'b', label: 'B' },
];
const choice = (required = false) => field({ kind: 'choice', options: OPTIONS, initial: null }, required);
const choices = (required = false) => field({ kind: 'choices', options: OPTIONS, initial: [] }, required);

/** The value, 'nothing' when the field is left out, or the problem's words. */
const read = (one: FormField, raw: RawValue) => {
  const result = readForm([one], { f: raw });
  if (!result.ok) return { problem: result.problems['f'] };
  return Object.hasOwn(result.values, 'f') ? result.values['f'] : 'nothing';
};
const problem = expect.objectContaining({ problem: expect.any(String) as string }) as unknown;

describe('readForm', () => {
  it.each([
    [text('plain'), 'hello', 'hello'],
    [text('plain'), '', 'nothing'],
    [text('plain', 3), 'hello', problem],
    [field({ kind: 'text', format: 'plain', initial: '', maxLength: null }, true), '  ', problem],
    [text('email'), 'mira@example.test', 'mira@example.test'],
    [text('email'), 'mira', problem],
    [text('uri'), 'https://example.test/a', 'https://example.test/a'],
    [text('uri'), 'not an address', problem],
    [text('date'), '2026-02-28', '2026-02-28'],
    [text('date'), '2026-02-30', problem],
    [text('date-time'), '2026-02-28T10:00Z', '2026-02-28T10:00:00.000Z'],
    [text('date-time'), 'soon', problem],
    [number(), '1.5', 1.5],
    [number(), 'many', problem],
    [number(), '', 'nothing'],
    [number({ integer: true }), '1.5', problem],
    [number({ min: 2 }), '1', problem],
    [number({ max: 2 }), '3', problem],
    [number({ min: 0, max: 0 }), '0', 0],
    [field({ kind: 'boolean', initial: true }), false, false],
    [choice(), 'b', 'b'],
    [choice(), '', 'nothing'],
    [choice(), 'c', problem],
    [choice(true), '', problem],
    [choices(), ['b', 'x'], ['b']],
    [choices(), [], 'nothing'],
    [choices(true), [], problem],
  ])('%j with %j', (one, raw, expected) => expect(read(one, raw)).toEqual(expected));

  it('names every problem at once', () => {
    const fields = [
      { ...text('email'), name: 'mail' },
      { ...number(), name: 'count', required: true },
      { ...text('plain'), name: 'note' },
    ];
    const result = readForm(fields, { mail: 'x', count: '', note: 'ok' });
    expect(result.ok ? [] : Object.keys(result.problems)).toEqual(['mail', 'count']);
  });
  it('begins with what the server proposes', () => {
    expect(
      initialValues([
        { ...field({ kind: 'number', integer: true, initial: 3, min: null, max: null }), name: 'n' },
        { ...choice(), name: 'c' },
        { ...field({ kind: 'boolean', initial: true }), name: 'b' },
      ]),
    ).toEqual({ n: '3', c: '', b: true });
  });
  it('shows an instant in local time and reads it back the same', () => {
    const instant = '2026-05-01T12:34:00.000Z';
    expect(new Date(toLocalInput(instant)).toISOString()).toBe(instant);
    expect(toLocalInput('nonsense')).toBe('');
  });
});

describe('readJson', () => {
  it.each([
    ['{"a": "x", "n": 1, "b": true, "l": ["y"]}', { ok: true, values: { a: 'x', n: 1, b: true, l: ['y'] } }],
    ['{', expect.objectContaining({ ok: false }) as unknown],
    ['[1]', expect.objectContaining({ ok: false }) as unknown],
    ['{"a": {"deep": 1}}', expect.objectContaining({ ok: false }) as unknown],
  ])('%s', (json, expected) => expect(readJson(json)).toEqual(expected));
});

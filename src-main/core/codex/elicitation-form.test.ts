import { describe, expect, it } from 'vitest';
import { checkForm, readForm } from './elicitation-form.ts';
import type { FormValue } from './elicitation-form.ts';

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: {
    name: { type: 'string', title: 'Name', description: 'Yours', minLength: 2, maxLength: 4 },
    mail: { type: 'string', format: 'email', default: 'a@b' },
    site: { type: 'string', format: 'uri' },
    day: { type: 'string', format: 'date' },
    at: { type: 'string', format: 'date-time' },
    age: { type: 'integer', minimum: 0, maximum: 150 },
    rate: { type: 'number', default: 0.5 },
    sure: { type: 'boolean', default: true },
    colour: { type: 'string', enum: ['r', 'g'], enumNames: ['Red'] },
    size: { type: 'string', oneOf: [{ const: 's', title: 'Small' }], default: 's' },
    tags: { type: 'array', items: { type: 'string', enum: ['a', 'b', 'c'] }, minItems: 1, maxItems: 2 },
    more: { type: 'array', items: { anyOf: [{ const: 'x', title: 'X' }] }, default: ['x'] },
  },
  required: ['name'],
};

describe('readForm', () => {
  it('reads every kind of field', () => {
    const fields = readForm(schema)?.map(({ field: { name, label, required, input } }) => [
      name,
      label,
      required,
      input,
    ]);
    expect(fields).toEqual([
      ['name', 'Name', true, { kind: 'text', format: 'plain', initial: '', maxLength: 4 }],
      ['mail', 'mail', false, { kind: 'text', format: 'email', initial: 'a@b', maxLength: null }],
      ['site', 'site', false, { kind: 'text', format: 'uri', initial: '', maxLength: null }],
      ['day', 'day', false, { kind: 'text', format: 'date', initial: '', maxLength: null }],
      ['at', 'at', false, { kind: 'text', format: 'date-time', initial: '', maxLength: null }],
      ['age', 'age', false, { kind: 'number', integer: true, initial: null, min: 0, max: 150 }],
      ['rate', 'rate', false, { kind: 'number', integer: false, initial: 0.5, min: null, max: null }],
      ['sure', 'sure', false, { kind: 'boolean', initial: true }],
      [
        'colour',
        'colour',
        false,
        {
          kind: 'choice',
          options: [
            { value: 'r', label: 'Red' },
            { value: 'g', label: 'g' },
          ],
          initial: null,
        },
      ],
      ['size', 'size', false, { kind: 'choice', options: [{ value: 's', label: 'Small' }], initial: 's' }],
      [
        'tags',
        'tags',
        false,
        { kind: 'choices', options: ['a', 'b', 'c'].map((value) => ({ value, label: value })), initial: [] },
      ],
      ['more', 'more', false, { kind: 'choices', options: [{ value: 'x', label: 'X' }], initial: ['x'] }],
    ]);
  });
  it.each([
    null,
    'text',
    { type: 'array' },
    { type: 'object' },
    { type: 'object', properties: { deep: { type: 'object', properties: {} } } },
    { type: 'object', properties: { code: { type: 'string', pattern: '^x$' } } },
    { type: 'object', properties: { list: { type: 'array', items: { type: 'number' } } } },
  ])('cannot draw %j', (value) => {
    expect(readForm(value)).toBeNull();
  });
});

describe('checkForm', () => {
  const rules = readForm(schema) ?? [];
  it('keeps what is filled in and leaves out what is empty', () => {
    const values = { name: 'Ada', mail: '', age: 0, sure: false, colour: 'g', tags: ['b'], at: '2026-11-23T08:00:00Z' };
    const { mail: _, ...content } = values;
    expect(checkForm(rules, values)).toEqual({ ok: true, value: content });
  });
  it.each<[Record<string, FormValue>, string]>([
    [{}, 'name: missing'],
    [{ name: '' }, 'name: missing'],
    [{ name: 'A' }, 'name: too-short'],
    [{ name: 'Lovelace' }, 'name: too-long'],
    [{ name: 3 }, 'name: type'],
    [{ name: 'Ada', mail: 'nobody' }, 'mail: format'],
    [{ name: 'Ada', site: 'no site' }, 'site: format'],
    [{ name: 'Ada', day: '2026-13-40' }, 'day: format'],
    [{ name: 'Ada', at: 'soon' }, 'at: format'],
    [{ name: 'Ada', age: 1.5 }, 'age: type'],
    [{ name: 'Ada', age: -1 }, 'age: too-small'],
    [{ name: 'Ada', age: 151 }, 'age: too-large'],
    [{ name: 'Ada', rate: Number.NaN }, 'rate: type'],
    [{ name: 'Ada', sure: 'yes' }, 'sure: type'],
    [{ name: 'Ada', colour: 'b' }, 'colour: not-an-option'],
    [{ name: 'Ada', tags: ['a', 'z'] }, 'tags: not-an-option'],
    [{ name: 'Ada', tags: ['a', 'a'] }, 'tags: not-an-option'],
    [{ name: 'Ada', tags: [] }, 'tags: too-few'],
    [{ name: 'Ada', tags: ['a', 'b', 'c'] }, 'tags: too-many'],
    [{ name: 'Ada', toString: 'x' }, 'toString: unknown-field'],
  ])('refuses %j', (values, issue) => {
    expect(checkForm(rules, values)).toEqual({ ok: false, error: [issue] });
  });
  it('counts an emoji as one character', () => {
    expect(checkForm(rules, { name: '🧶🧶🧶🧶' }).ok).toBe(true);
  });
});

import { expect, it } from 'vitest';
import { sampleArguments } from './sample-arguments.ts';

it.each([
  [
    { type: 'object', properties: { text: { type: 'string' }, n: { type: 'integer' } }, required: ['text'] },
    { text: '' },
  ],
  [
    { type: 'object', properties: { n: { type: ['integer', 'null'] }, kind: { enum: ['a', 'b'] } } },
    { n: 0, kind: 'a' },
  ],
  [{ type: 'object', properties: { on: { type: 'boolean', default: true } } }, { on: true }],
  [{ type: 'object' }, {}],
  [true, {}],
  [null, {}],
])('%j', (schema, sample) => expect(JSON.parse(sampleArguments(JSON.stringify(schema)))).toEqual(sample));

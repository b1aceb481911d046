import { expect, it } from 'vitest';
import { providerProblems } from './provider-fields.ts';

const GOOD = { name: 'My box', baseUrl: 'http://127.0.0.1:11434/v1', keyVariable: '', model: 'llama' };

it.each([
  [{}, []],
  [{ keyVariable: 'MY_KEY_2', baseUrl: 'https://models.example.test/openai/v1' }, []],
  [{ name: '', model: '' }, ['name', 'model']],
  [{ baseUrl: 'models.example.test' }, ['baseUrl']],
  [{ baseUrl: 'file:///etc' }, ['baseUrl']],
  [{ baseUrl: 'https://me:secret@example.test/v1' }, ['baseUrl']],
  [{ baseUrl: 'https://example.test/v1?key=1' }, ['baseUrl']],
  [{ keyVariable: 'MY KEY' }, ['keyVariable']],
  [{ keyVariable: '2KEY' }, ['keyVariable']],
])('%j is wrong in %j', (change, wrong) => {
  expect(Object.keys(providerProblems({ ...GOOD, ...change }))).toEqual(wrong);
});

it('tells a key from the name of a variable', () => {
  expect(providerProblems({ ...GOOD, keyVariable: 'sk-proj-abc' }).keyVariable).toMatch(/looks like a key/);
});

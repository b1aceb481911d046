import { expect, it } from 'vitest';
import type { Catalog } from '../../../src-shared/model/catalog.ts';
import { suggestCommands, suggestionKey, suggestSkills } from './suggestions.ts';

const CATALOG: Catalog = {
  models: [],
  modes: [],
  permissions: [],
  skills: [
    { name: 'release', description: '', path: '/s/release', scope: 'user', enabled: true },
    { name: 'relic', description: '', path: '/s/relic', scope: 'user', enabled: false },
  ],
  prompts: [{ name: 'review-deep', description: '', path: '/p/review-deep.md' }],
  defaults: { model: null, effort: null, permissions: null },
};

it('offers commands, prompts and skills by name, best first', () => {
  expect(suggestCommands('release', CATALOG, true).map(suggestionKey)).toEqual(['skill:/s/release']);
  expect(suggestCommands('rev', CATALOG, true).map(suggestionKey)).toEqual([
    'command:review',
    'prompt:/p/review-deep.md',
  ]);
  expect(suggestCommands('fork', CATALOG, true)).toHaveLength(1);
});
it('offers nothing that would be refused: what needs a thread, skills that are off', () => {
  expect(suggestCommands('fork', CATALOG, false)).toEqual([]);
  expect(suggestSkills('rel', CATALOG).map(suggestionKey)).toEqual(['skill:/s/release']);
  expect(suggestSkills('', null)).toEqual([]);
});

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

const IN_THREAD = { inThread: true, capabilities: { goals: true } };

it('offers commands, prompts and skills by name, best first', () => {
  expect(suggestCommands('release', CATALOG, IN_THREAD).map(suggestionKey)).toEqual(['skill:/s/release']);
  expect(suggestCommands('rev', CATALOG, IN_THREAD).map(suggestionKey)).toEqual([
    'command:review',
    'prompt:/p/review-deep.md',
  ]);
  expect(suggestCommands('fork', CATALOG, IN_THREAD)).toHaveLength(1);
});
it('offers nothing that would be refused: what needs a thread or a newer Codex, skills that are off', () => {
  expect(suggestCommands('goal', CATALOG, IN_THREAD)).toHaveLength(1);
  expect(suggestCommands('goal', CATALOG, { ...IN_THREAD, capabilities: { goals: false } })).toEqual([]);
  expect(suggestCommands('fork', CATALOG, { ...IN_THREAD, inThread: false })).toEqual([]);
  expect(suggestSkills('rel', CATALOG).map(suggestionKey)).toEqual(['skill:/s/release']);
  expect(suggestSkills('', null)).toEqual([]);
});

import { expect, it } from 'vitest';
import type { Marketplace, PluginCard } from '../../../src-shared/model/plugin.ts';
import { categoriesOf, filterPlugins, pluginsOf } from './filter-plugins.ts';

const card = (name: string, change: Partial<PluginCard> = {}): PluginCard => ({
  id: `${name}@team`,
  name,
  title: name,
  description: '',
  author: null,
  category: null,
  keywords: [],
  color: null,
  hasLogo: false,
  source: { kind: 'remote' },
  version: null,
  installed: false,
  enabled: false,
  byDefault: false,
  signIn: 'onUse',
  blocked: null,
  featured: false,
  work: null,
  ...change,
});
const team: Marketplace = {
  ...{ id: 't', name: 'team', title: 'Team', kind: 'added', path: null, origin: null, problem: null },
  plugins: [
    card('wiki', { category: 'Text', keywords: ['pages'] }),
    card('calendar', { category: 'Time', installed: true, author: 'Ada' }),
    card('mail', { category: 'Text', featured: true }),
  ],
};
const all = pluginsOf([team]);
const names = (change: Partial<Parameters<typeof filterPlugins>[1]>) =>
  filterPlugins(all, { query: '', category: null, shown: 'all', ...change }).map(({ plugin }) => plugin.name);

it('puts featured plugins first, and finds by words, category and state', () => {
  expect(names({})).toEqual(['mail', 'calendar', 'wiki']);
  expect(names({ query: 'PAGES wi' })).toEqual(['wiki']);
  expect(names({ query: 'ada' })).toEqual(['calendar']);
  expect(names({ category: 'Text' })).toEqual(['mail', 'wiki']);
  expect(names({ shown: 'installed' })).toEqual(['calendar']);
  expect(names({ shown: 'featured', query: 'wiki' })).toEqual([]);
  expect(categoriesOf(all)).toEqual(['Text', 'Time']);
});

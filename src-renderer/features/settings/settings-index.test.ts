import { expect, it } from 'vitest';
import { CONFIG_KEY_NAMES } from '../../../src-shared/model/config-keys.ts';
import { defaultWords } from './config/layer-words.ts';
import { KEY_WORDS } from './config/key-words.ts';
import { pageOf } from './config/key-groups.ts';
import { findSettings } from './settings-index.ts';

it('every setting of Codex stands on a page', () =>
  expect(CONFIG_KEY_NAMES.filter((key) => pageOf(key) === null)).toEqual([]));

it('every setting of Codex is found by its key and by its title, and says its default', () => {
  const unfound = CONFIG_KEY_NAMES.filter((key) => {
    const named = findSettings(KEY_WORDS[key].title).some((found) => found.key === key);
    return findSettings(key)[0]?.key !== key || !named || defaultWords(key) === '';
  });
  expect(unfound).toEqual([]);
});

it.each([
  ['', null],
  ['no such thing', null],
  ['effort', 'model_reasoning_effort'],
  ['shell_environment_policy.inherit', 'shell_environment_policy.inherit'],
  ['web live', 'web_search'],
  ['OSC', 'tui.notification_method'],
])('%j finds %s first', (query, key) => expect(findSettings(query)[0]?.key ?? null).toBe(key));

it('pages are found by other words for them', () =>
  expect(findSettings('glob').map(({ page }) => page)).toContain('permissions'));

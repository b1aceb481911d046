import { expect, it } from 'vitest';
import { CONFIG_KEY_NAMES } from '../../../src-shared/model/config-keys.ts';
import { pageOf } from './config/key-groups.ts';
import { findSettings } from './settings-index.ts';

it('every setting of Codex stands on a page', () =>
  expect(CONFIG_KEY_NAMES.filter((key) => pageOf(key) === null)).toEqual([]));

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

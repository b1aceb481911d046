import type { ConfigLayer, ConfigSetting } from '../../../../src-shared/model/config.ts';
import { APPROVAL_WORDS, granularOf, kindOf, type ConfigKey } from '../../../../src-shared/model/config-keys.ts';
import type { Json } from '../../../../src-shared/model/json.ts';
import { assertNever } from '../../../../src-shared/assert-never.ts';
import { APPROVAL_OPTIONS, KEY_WORDS } from './key-words.ts';

/** Where a value comes from. */
export function layerWords(layer: ConfigLayer): string {
  switch (layer.kind) {
    case 'user':
      return 'your config.toml';
    case 'profile':
      return `your profile ${layer.name}`;
    case 'project':
      return `the project’s ${layer.folder.split(/[\\/]/).slice(-1).join('')}/config.toml`;
    case 'system':
      return `this machine’s ${layer.file}`;
    case 'packaged':
      return 'what comes with Codex';
    case 'session':
      return 'how Codex was started';
    case 'admin':
      return `your administrator (${layer.source})`;
    default:
      return assertNever(layer);
  }
}

/** A value of a setting in words. */
function valueWords(key: ConfigKey, value: Json): string {
  const { options, unit } = KEY_WORDS[key];
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'number') return `${value.toLocaleString('en-US')}${unit === undefined ? '' : ` ${unit}`}`;
  if (key === 'approval_policy') {
    const word = APPROVAL_WORDS.find((known) => known === value);
    return word === undefined ? (granularOf(value) ? 'by kind' : JSON.stringify(value)) : APPROVAL_OPTIONS[word].label;
  }
  if (typeof value === 'string') return options?.[value]?.label ?? value;
  if (Array.isArray(value)) {
    return (value as readonly Json[]).map((entry) => valueWords(key, entry)).join(', ');
  }
  return value === null ? defaultWords(key) : JSON.stringify(value);
}

/** What holds where nothing is set. */
export function defaultWords(key: ConfigKey): string {
  const { fallback } = kindOf(key);
  const words = KEY_WORDS[key].fallback;
  if (words !== undefined) return words;
  return fallback === null ? 'Codex’s choice' : valueWords(key, fallback);
}

/** Why a setting cannot be changed freely; null where it can. */
export function lockWords({ key, lock }: ConfigSetting): string | null {
  if (lock === null) return null;
  if (lock.kind === 'overridden') return `Set by ${layerWords(lock.layer)}, which wins over yours.`;
  const values = lock.values.map((value) => valueWords(key, value));
  return values.length === 1
    ? `Your administrator requires: ${values.join('')}.`
    : `Your administrator allows only: ${values.join(', ')}.`;
}

/** Nothing but one value is allowed, or the user's own does not count. */
export const isPinned = ({ lock }: ConfigSetting): boolean =>
  lock !== null && (lock.kind === 'overridden' || lock.values.length <= 1);

export const isForbidden = ({ lock }: ConfigSetting, value: Json): boolean =>
  lock?.kind === 'allowed' &&
  !lock.values.some((allowed) => allowed === value || (granularOf(allowed) !== null && granularOf(value) !== null));

/** The same as a control shows it. */
export function defaultLabel(key: ConfigKey): string {
  const words = defaultWords(key);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

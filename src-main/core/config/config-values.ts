import type { CodexFeature, ConfigLayer, ConfigLock, ConfigSetting } from '../../../src-shared/model/config.ts';
import {
  CONFIG_KEY_NAMES,
  fitsKind,
  granularOf,
  kindOf,
  type ConfigKey,
} from '../../../src-shared/model/config-keys.ts';
import { isTable, type Json } from '../../../src-shared/model/json.ts';
import type { ListedFeature, ReadConfig, Requirements } from '../codex/config-gateway.ts';

/** The value at a place inside of tables; null where there is none. */
export function valueAt(config: Json, path: readonly string[]): Json {
  let here: Json = config;
  for (const name of path) {
    if (!isTable(here) || !Object.hasOwn(here, name)) return null;
    here = here[name] ?? null;
  }
  return here;
}

/** No name of these settings has a dot in itself. */
export const pathOf = (key: ConfigKey): readonly string[] => key.split('.');

/** The same value, whatever the order of its keys. */
export function sameJson(a: Json, b: Json): boolean {
  if (isTable(a) && isTable(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key] ?? null, b[key] ?? null))
    );
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    const [left, right] = [a as readonly Json[], b as readonly Json[]];
    return left.length === right.length && left.every((entry, at) => sameJson(entry, right[at] ?? null));
  }
  return a === b;
}

/** Every setting that Skein knows, with where its value comes from and what holds it. */
export function readSettings(read: ReadConfig, requirements: Requirements | null): ConfigSetting[] {
  return CONFIG_KEY_NAMES.map((key) => {
    const own = known(key, valueAt(read.user.config, pathOf(key)));
    const layer = originOf(key, read.origins);
    const value = layer === null ? null : known(key, valueAt(read.effective, pathOf(key)));
    return { key, value, layer, own, lock: lockOf(key, layer, requirements) };
  });
}

/** A value of another kind than Skein's control can show is shown as none; writing replaces it, after the usual comparison. */
const known = (key: ConfigKey, value: Json): Json => (fitsKind(kindOf(key), value) ? value : null);

/** Codex names the layer of each single value: lists and tables are told by what is in them. */
function originOf(key: string, origins: ReadConfig['origins']): ConfigLayer | null {
  const direct = origins.get(key);
  if (direct) return direct;
  for (const [name, layer] of origins) if (name.startsWith(`${key}.`)) return layer;
  return null;
}

function lockOf(key: ConfigKey, layer: ConfigLayer | null, requirements: Requirements | null): ConfigLock | null {
  const values = requirements?.allowed.get(key);
  if (values) return { kind: 'allowed', values };
  if (key === 'default_permissions' && requirements?.defaultPermissions) {
    return { kind: 'allowed', values: [requirements.defaultPermissions] };
  }
  // A project's own settings hold there alone: the user's are still worth a change.
  if (layer?.kind === 'admin' || layer?.kind === 'session' || layer?.kind === 'profile') {
    return { kind: 'overridden', layer };
  }
  return null;
}

/** Whether an administrator's requirements leave this value to the user; taking a key out is always theirs. */
export const isAllowed = (key: ConfigKey, value: Json, requirements: Requirements | null): boolean => {
  const values = requirements?.allowed.get(key);
  if (!values || value === null) return true;
  const granular = granularOf(value) !== null;
  return values.some((allowed) => sameJson(allowed, value) || (granular && granularOf(allowed) !== null));
};

/** Features that are gone can not be switched: they are left out. */
export function readFeatures(
  listed: readonly ListedFeature[],
  read: ReadConfig,
  requirements: Requirements | null,
): CodexFeature[] {
  return listed
    .filter(({ stage }) => stage !== 'removed')
    .map((feature) => {
      const own = valueAt(read.user.config, ['features', feature.name]);
      return {
        ...feature,
        own: typeof own === 'boolean' ? own : null,
        pinned: requirements?.features.get(feature.name) ?? null,
      };
    });
}

/** The names alone: values may be secrets. */
export function readVariables(read: ReadConfig): string[] {
  const set = valueAt(read.effective, ['shell_environment_policy', 'set']);
  return isTable(set) ? Object.keys(set).sort() : [];
}

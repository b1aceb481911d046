import { isTable, type Json } from '../../../src-shared/model/json.ts';
import type { ConfigEdit } from './protocol/generated/v2/ConfigEdit';
import type { JsonValue } from './protocol/generated/serde_json/JsonValue';

/** One value in config.toml, by the names on the way to it; null takes it out. */
export interface KeyEdit {
  readonly path: readonly string[];
  readonly value: Json;
}

const BARE_NAME = /^[A-Za-z0-9_-]+$/;

/** A dotted name as TOML writes it. */
export const keyPathOf = (path: readonly string[]): string =>
  path.map((name) => (BARE_NAME.test(name) ? name : JSON.stringify(name))).join('.');

/** As `config/batchWrite` of 0.169 takes it: names are quoted as in TOML. */
export const toEdit = ({ path, value }: KeyEdit): ConfigEdit => ({
  keyPath: keyPathOf(path),
  value: value as JsonValue,
  mergeStrategy: 'replace',
});

/**
 * As 0.124 takes it: it splits `keyPath` at every dot and takes each part as it stands, quotes too (measured; a quoted name becomes
 * another one). A name with a dot goes into the value instead, which is merged with what is there.
 *
 * @returns null where that cannot say it: such a name cannot be taken out, nor a whole table under it put in its place
 */
export function toUnquotedEdit({ path, value }: KeyEdit): ConfigEdit | null {
  const dotted = path.findIndex((name) => name.includes('.'));
  if (dotted < 0) return { keyPath: path.join('.'), value: value as JsonValue, mergeStrategy: 'replace' };
  if (dotted === 0 || isTable(value) || value === null) return null;
  const nested = path.slice(dotted).reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
  return { keyPath: path.slice(0, dotted).join('.'), value: nested as JsonValue, mergeStrategy: 'upsert' };
}

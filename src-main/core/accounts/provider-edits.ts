import type { Json } from '../../../src-shared/model/json.ts';
import type { ProviderChoice } from '../../../src-shared/model/provider.ts';
import type { ReadConfig } from '../codex/config-gateway.ts';
import { OPENAI_PROVIDER } from '../codex/openai-provider.ts';
import type { ProviderFields } from '../codex/provider-gateway.ts';
import { valueAt } from '../config/config-values.ts';
import type { SeenEdit } from '../config/write-config.ts';

/** What was shown of a provider; null: it may be what it likes. */
export type SeenProvider = Readonly<Record<'name' | 'baseUrl' | 'keyVariable', string | null>> | null;

const TABLE = 'model_providers';
const KEYS = { name: 'name', baseUrl: 'base_url', keyVariable: 'env_key' } as const;
const FIELDS = Object.keys(KEYS) as readonly (keyof typeof KEYS)[];

/** A whole new provider. */
export const creationEdit = (id: string, { name, baseUrl, keyVariable }: ProviderFields): SeenEdit => ({
  path: [TABLE, id],
  value: { name, base_url: baseUrl, wire_api: 'responses', ...(keyVariable !== null && { env_key: keyVariable }) },
  seen: null,
});

/** The keys of a provider that the form has; what else stands there stays. */
export const changeEdits = (id: string, fields: ProviderFields, seen: SeenProvider): readonly SeenEdit[] =>
  FIELDS.map((field) => ({
    path: [TABLE, id, KEYS[field]],
    value: fields[field],
    seen: seenValue(id, field, seen),
  }));

/** Null for the provider or the model: Codex's own choice. */
export const choiceEdits = (
  id: string | null,
  model: string | null,
  seen: ProviderChoice | null,
): readonly SeenEdit[] => [
  { path: ['model_provider'], value: id === OPENAI_PROVIDER ? null : id, seen: seen ? seen.providerId : undefined },
  { path: ['model'], value: model, seen: seen ? seen.model : undefined },
];

/** Takes a provider out, and the choice of it with it. A provider that is another one by now is left to the comparison. */
export function removalEdits({ effective, user }: ReadConfig, id: string, seen: SeenProvider): readonly SeenEdit[] {
  const table = valueAt(user.config, [TABLE, id]);
  if (table === null) return [];
  const same = FIELDS.every((field) => {
    const shown = seenValue(id, field, seen);
    return shown === undefined || valueAt(table, [KEYS[field]]) === shown;
  });
  const inUse = valueAt(effective, ['model_provider']) === id;
  return [
    ...(inUse ? choiceEdits(null, null, null) : []),
    { path: [TABLE, id], value: null, ...(!same && { seen: null }) },
  ];
}

/** What the file has to say still; undefined where that was not to be seen: no address is shown that could hold a secret, and no name is its id. */
function seenValue(id: string, field: keyof typeof KEYS, seen: SeenProvider): Json | undefined {
  if (seen === null) return undefined;
  const shown = seen[field];
  if (field === 'baseUrl' && shown === null) return undefined;
  return field === 'name' && shown === id ? undefined : shown;
}

/** An id for a name: `My box` becomes `my-box`, then `my-box-2`. */
export function freeId(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  const base = plain === '' ? 'provider' : plain;
  let id = base;
  for (let next = 2; taken.has(id); next++) id = `${base}-${next}`;
  return id;
}

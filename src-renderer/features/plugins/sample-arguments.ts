const SAMPLES: Readonly<Record<string, unknown>> = {
  string: '',
  number: 0,
  integer: 0,
  boolean: false,
  array: [],
  object: {},
};

/** Arguments to begin with, by a tool's JSON schema: what it requires, empty; where it requires nothing, everything it knows. */
export function sampleArguments(schema: string): string {
  const { properties, required } = readSchema(schema);
  const names = required.length > 0 ? required : Object.keys(properties);
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, sampleOf(properties[name])])), null, 2);
}

interface Schema {
  readonly properties: Readonly<Record<string, unknown>>;
  readonly required: readonly string[];
}

function readSchema(text: string): Schema {
  const schema: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null) return { properties: {}, required: [] };
  const { properties, required } = schema as Readonly<Record<string, unknown>>;
  return {
    properties: typeof properties === 'object' && properties !== null ? (properties as Schema['properties']) : {},
    required: Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [],
  };
}

function sampleOf(property: unknown): unknown {
  if (typeof property !== 'object' || property === null) return null;
  const { default: preset, enum: choices, type } = property as Readonly<Record<string, unknown>>;
  if (preset !== undefined) return preset;
  if (Array.isArray(choices) && choices.length > 0) return choices[0] as unknown;
  const kind: unknown = Array.isArray(type) ? type[0] : type;
  return typeof kind === 'string' && Object.hasOwn(SAMPLES, kind) ? SAMPLES[kind] : null;
}

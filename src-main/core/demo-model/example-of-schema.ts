type Schema = Readonly<Record<string, unknown>>;

/**
 * The smallest value that a JSON schema allows, for requests that ask for structured output. Covers what the app-server
 * sends: objects, arrays, enumerations, constants and scalars. Texts say what they are: an answer of the demo.
 */
export function exampleOf(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return null;
  const fields = schema as Schema;
  if ('const' in fields) return fields.const;
  if (Array.isArray(fields.enum)) return fields.enum[0] as unknown;
  const alternatives = fields.anyOf ?? fields.oneOf;
  if (Array.isArray(alternatives)) return exampleOf(alternatives[0]);
  switch (Array.isArray(fields.type) ? (fields.type[0] as unknown) : fields.type) {
    case 'object':
      return exampleObject(fields);
    case 'array':
      return Array.from({ length: Number(fields.minItems ?? 0) }, () => exampleOf(fields.items));
    case 'string':
      return 'An answer of the offline demo.';
    case 'integer':
    case 'number':
      return Number(fields.minimum ?? 0);
    case 'boolean':
      return false;
    default:
      return null;
  }
}

function exampleObject({ properties, required }: Schema): Record<string, unknown> {
  const all = typeof properties === 'object' && properties !== null ? (properties as Schema) : {};
  const wanted = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : Object.keys(all);
  return Object.fromEntries(wanted.map((name) => [name, exampleOf(all[name])]));
}

import { isBaseUrl } from '../../../src-shared/model/provider.ts';

export type ProviderField = 'name' | 'baseUrl' | 'keyVariable' | 'model';

/** What is wrong with the fields of a provider, in words, by field; trimmed values. */
export function providerProblems(
  fields: Readonly<Record<ProviderField, string>>,
): Readonly<Partial<Record<ProviderField, string>>> {
  const { name, baseUrl, keyVariable, model } = fields;
  return {
    ...(name === '' && { name: 'Give it a name.' }),
    ...(!isBaseUrl(baseUrl) && {
      baseUrl: 'An address is needed that begins with http:// or https://, without a password, a query or a fragment.',
    }),
    ...(!/^(?:[A-Za-z_][A-Za-z0-9_]*)?$/.test(keyVariable) && {
      keyVariable: /^sk-/.test(keyVariable)
        ? 'This looks like a key. Put it into an environment variable, and write that variable’s name here.'
        : 'A variable’s name has letters, digits and _ only.',
    }),
    ...(model === '' && { model: 'Name a model of this service.' }),
  };
}

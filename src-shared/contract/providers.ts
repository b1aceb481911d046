import { z } from 'zod';
import { isBaseUrl, type LocalModels, type ModelProviders } from '../model/provider.ts';
import { call } from './define.ts';
import { serverId } from './fields.ts';

const providerId = z.string().min(1).max(200);
/** A key must never be written here: only the name of the variable that holds it. */
const variable = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'is not the name of an environment variable');
const baseUrl = z
  .string()
  .trim()
  .max(2000)
  .refine((text) => isBaseUrl(text), 'is not an http or https address without a password, a query or a fragment');

/** Model providers in the configuration of one Codex home. */
export const providers = {
  list: call(z.object({ serverId })).returns<ModelProviders>(),
  /** Writes a provider of the user's own; null makes a new one. */
  save: call(
    z.object({
      serverId,
      providerId: providerId.nullable(),
      name: z.string().trim().min(1, 'is empty').max(100),
      baseUrl,
      keyVariable: variable.nullable(),
    }),
  ).returns<{ readonly providerId: string }>(),
  /** New threads use it from now on, with this model (null: Codex's own choice). Threads that exist keep theirs. */
  use: call(z.object({ serverId, providerId, model: z.string().trim().min(1).max(200).nullable() })).returns<null>(),
  /** Takes it out of the configuration; where it was in use, OpenAI is used again. */
  remove: call(z.object({ serverId, providerId })).returns<null>(),
  /** The models that the service at this address offers. Fails with `provider.unreachable`. */
  models: call(z.object({ serverId, baseUrl, keyVariable: variable.nullable() })).returns<readonly string[]>(),
  /** Model servers on this machine that answer (Ollama, LM Studio). */
  discover: call(z.object({})).returns<readonly LocalModels[]>(),
} as const;

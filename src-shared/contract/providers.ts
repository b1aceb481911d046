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

/** What was shown of a provider when a change of it began; other values there by now refuse the change. Null: whatever is there. */
const seenProvider = z
  .object({
    name: z.string().max(500),
    baseUrl: z.string().max(2000).nullable(),
    keyVariable: z.string().max(500).nullable(),
  })
  .nullable();
const seenChoice = z
  .object({ providerId: z.string().max(500).nullable(), model: z.string().max(500).nullable() })
  .nullable();

/** Model providers in the configuration of one Codex home. */
export const providers = {
  list: call(z.object({ serverId })).returns<ModelProviders>(),
  /** Writes a provider of the user's own; a `providerId` of null makes a new one. Fails with `config.changed-elsewhere`. */
  save: call(
    z.object({
      serverId,
      providerId: providerId.nullable(),
      name: z.string().trim().min(1, 'is empty').max(100),
      baseUrl,
      keyVariable: variable.nullable(),
      seen: seenProvider,
    }),
  ).returns<{ readonly providerId: string }>(),
  /**
   * New threads use it from now on, with this model (null: Codex's own choice). Threads that exist keep theirs. Fails with
   * `config.changed-elsewhere` when something else was chosen meanwhile.
   */
  use: call(
    z.object({ serverId, providerId, model: z.string().trim().min(1).max(200).nullable(), seen: seenChoice }),
  ).returns<null>(),
  /** Takes it out of the configuration; where it was in use, OpenAI is used again. Fails with `config.changed-elsewhere`. */
  remove: call(z.object({ serverId, providerId, seen: seenProvider })).returns<null>(),
  /** The models that the service at this address offers. Fails with `provider.unreachable`. */
  models: call(z.object({ serverId, baseUrl, keyVariable: variable.nullable() })).returns<readonly string[]>(),
  /** Model servers on this machine that answer (Ollama, LM Studio). */
  discover: call(z.object({})).returns<readonly LocalModels[]>(),
} as const;

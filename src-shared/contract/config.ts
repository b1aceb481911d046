import { z } from 'zod';
import type { ConfigHealth, ConfigLayer, ConfigState, ExecRule, HomeTextFile, MemoryStatus } from '../model/config.ts';
import { CONFIG_KEY_NAMES, fitsKind, kindOf, type ConfigKey } from '../model/config-keys.ts';
import type { Json } from '../model/json.ts';
import { call, stream } from './define.ts';
import { path, serverId, threadRef } from './fields.ts';

const MAX_FILE_CHARS = 2_000_000;
const MAX_GLOBS = 200;
const MAX_VALUE_CHARS = 32_000;

/** For one folder, or without any. */
const where = z.object({ serverId, cwd: path.nullable() });
const key = z.enum(CONFIG_KEY_NAMES as readonly [ConfigKey, ...ConfigKey[]]);
const json = z.json() as unknown as z.ZodType<Json, Json>;
/** `seen`: what the user's own file said when the change was made; another value there by now refuses the change. */
const edit = z
  .object({ key, value: json, seen: json })
  .refine((made) => fitsKind(kindOf(made.key), made.value), 'is not a value of this setting');
const featureName = z.string().regex(/^[a-z0-9_]{1,100}$/, 'is no name of a feature');
const variableName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/, 'letters, digits and _ alone');
const profileId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, 'letters, digits, - and _ alone');
const homeText = z.enum(['instructions', 'config']);

export const config = {
  watch: stream(where).of<ConfigState>(),
  watchHealth: stream(z.object({ serverId })).of<ConfigHealth>(),
  /**
   * Writes into the user's config.toml; a value of null takes the key out. Answers the layer that overrules what was written, if one does.
   * Fails with `config.changed-elsewhere` unless told to overwrite.
   */
  write: call(z.object({ serverId, edits: z.array(edit).min(1).max(20), overwrite: z.boolean() })).returns<{
    readonly overruledBy: ConfigLayer | null;
    /** Codex lost comments with what it took out; the file as it was before is kept here. */
    readonly copy: string | null;
  }>(),
  /** `enabled` of null leaves it to Codex. */
  setFeature: call(z.object({ serverId, name: featureName, enabled: z.boolean().nullable() })).returns<null>(),
  /** A variable for the commands of agents; null takes it out. */
  setVariable: call(
    z.object({ serverId, name: variableName, value: z.string().max(MAX_VALUE_CHARS).nullable() }),
  ).returns<null>(),
  /** Makes a named profile or changes it. The first one also names the default, which Codex needs then. */
  saveProfile: call(
    z.object({
      serverId,
      id: profileId,
      isNew: z.boolean(),
      description: z.string().max(500),
      base: z.string().min(1).max(100),
      denyRead: z.array(z.string().trim().min(1).max(1000)).max(MAX_GLOBS),
      globDepth: z.number().int().min(1).max(100).nullable(),
      network: z.boolean().nullable(),
    }),
  ).returns<null>(),
  removeProfile: call(z.object({ serverId, id: profileId })).returns<null>(),
  watchRules: stream(where).of<readonly ExecRule[]>(),
  /** `text`: the entry as it was shown. The answer puts it back, with `restoreRule`. */
  revokeRule: call(where.extend({ file: path, text: z.string().min(1).max(MAX_VALUE_CHARS) })).returns<null>(),
  restoreRule: call(where.extend({ file: path, text: z.string().min(1).max(MAX_VALUE_CHARS) })).returns<null>(),
  readText: call(z.object({ serverId, which: homeText })).returns<HomeTextFile>(),
  /** `expected`: the version that was read, null for a file that was not there. */
  writeText: call(
    z.object({
      serverId,
      which: homeText,
      text: z.string().max(MAX_FILE_CHARS),
      expected: z.string().max(100).nullable(),
    }),
  ).returns<{ readonly version: string }>(),
  memory: call(z.object({ serverId })).returns<MemoryStatus>(),
  /** What memories tell a thread that is open; null where there is nothing, or they are off. */
  threadMemory: call(threadRef).returns<{ readonly summary: string | null }>(),
  /** Whether later threads may be told of this one. */
  setThreadMemory: call(threadRef.extend({ remembered: z.boolean() })).returns<null>(),
  /** Forgets all that was remembered. */
  resetMemory: call(z.object({ serverId })).returns<null>(),
} as const;

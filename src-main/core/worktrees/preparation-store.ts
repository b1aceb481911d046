import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { join } from 'node:path';
import { z } from 'zod';
import { inputParts, threadChoices } from '../../../src-shared/contract/fields.ts';
import type { ProjectId, ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Preparation, ThreadPlace } from '../../../src-shared/model/worktree.ts';
import { openJsonFile, type JsonFile } from '../storage/json-file.ts';
import type { StoreOptions } from './worktree-store.ts';

const brand = <T>() => z.string().transform((value) => value as T);
/** Written by this core, as it was made. */
const storedError = z.looseObject({ code: z.string() }).transform((error) => error as unknown as AppError);
const stepKind = z.enum(['limit', 'worktree', 'carry', 'include', 'setup', 'thread']);
const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('local') }),
  z.object({
    kind: z.literal('newWorktree'),
    base: z.string(),
    carryChanges: z.boolean(),
    environment: z.string().nullable(),
  }),
  z.object({ kind: z.literal('worktree'), path: z.string() }),
]) satisfies z.ZodType<ThreadPlace>;

const storedPreparation = z.object({
  id: z.string(),
  serverId: brand<ServerId>(),
  projectId: brand<ProjectId>(),
  title: z.string(),
  base: z.string(),
  path: z.string().nullable(),
  steps: z.array(
    z.object({
      kind: stepKind,
      state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
      durationMs: z.number().nullable(),
    }),
  ),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('running') }),
    z.object({ kind: z.literal('waiting'), untilMs: z.number().nullable() }),
    z.object({ kind: z.literal('failed'), step: stepKind, error: storedError }),
    z.object({ kind: z.literal('interrupted') }),
    z.object({ kind: z.literal('done'), threadId: brand<ThreadId>() }),
  ]),
  output: z.string(),
  startedAt: z.number(),
  /** The message and how it is to be run: what must not get lost. */
  parts: inputParts,
  choices: threadChoices,
  place,
  /** Folder the thread gets: the project's own place inside the worktree. */
  cwd: z.string().nullable(),
});
/** A preparation with what it needs to go on after a restart. */
export type StoredPreparation = z.output<typeof storedPreparation>;

export function openPreparationStore({
  skeinHome,
  ...options
}: StoreOptions): Promise<JsonFile<readonly StoredPreparation[]>> {
  return openJsonFile<readonly StoredPreparation[]>({
    file: join(skeinHome, 'preparations.json'),
    schema: z.array(storedPreparation),
    fallback: [],
    ...options,
  });
}

/** Preparations of one machine, as a file of their own. Disposing of it writes what there is; the file stays open for the others. */
export function preparationsOf(
  file: JsonFile<readonly StoredPreparation[]>,
  serves: (serverId: ServerId) => boolean,
): JsonFile<readonly StoredPreparation[]> {
  const mine = (list: readonly StoredPreparation[]) => list.filter(({ serverId }) => serves(serverId));
  return {
    ...file,
    value: () => mine(file.value()),
    update: (change) =>
      mine(
        file.update((list) => {
          const before = mine(list);
          const after = change(before);
          return after === before ? list : [...list.filter(({ serverId }) => !serves(serverId)), ...after];
        }),
      ),
    dispose: async () => {
      await file.flush();
    },
  };
}

/** What a window sees of it. */
export function shownPreparation(stored: StoredPreparation): Preparation {
  const { id, serverId, projectId, title, base, place, path, steps, state, output, startedAt } = stored;
  return { id, serverId, projectId, title, base, place: place.kind, path, steps, state, output, startedAt };
}

import { z } from 'zod';
import type { ApprovalId, ProjectId, QueueEntryId, ServerId, ThreadId, TurnId, ItemId } from '../model/ids.ts';
import type { InputPart } from '../model/composer.ts';

/** Longest text of one message, as the app-server enforces it (characters; measured on 0.169.0). */
export const MAX_INPUT_CHARS = 1_048_576;
/** Longest objective of a goal, as the app-server enforces it (characters; measured on 0.169.0). */
export const MAX_GOAL_CHARS = 4000;

const id = <T>(max = 300) =>
  z
    .string()
    .min(1)
    .max(max)
    .transform((value) => value as T);

export const serverId = id<ServerId>(2000);
export const projectId = id<ProjectId>();
export const threadId = id<ThreadId>();
export const turnId = id<TurnId>();
export const itemId = id<ItemId>(700);
export const approvalId = id<ApprovalId>();
export const queueEntryId = id<QueueEntryId>();
/** Raw path text; services check that it is absolute and exists. NUL never belongs in a path. */
export const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((value) => !value.includes('\0'), 'must not contain NUL');
export const threadRef = z.object({ serverId, threadId });

/** Text up to twice the server's limit passes here, so that the answer can be a clear `input.too-large` with the text kept. */
const inputPart = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string().max(16 * MAX_INPUT_CHARS) }),
  z.object({ kind: z.literal('image'), imageId: z.string().min(1).max(200), name: z.string().max(300) }),
  z.object({ kind: z.literal('mention'), name: z.string().max(4096), path }),
  z.object({ kind: z.literal('skill'), name: z.string().max(300), path }),
]) satisfies z.ZodType<InputPart>;
export const inputParts = z.array(inputPart).max(200);

/**
 * Made by the page for each message, and used again when it does not know whether the message arrived: then it counts once.
 */
export const clientMessageId = z.uuid().optional();

/** Choices for a thread; null means: what the server's configuration says. `permissions` is a `PermissionsOption` id. */
export const threadChoices = z.object({
  model: z.string().min(1).max(200).nullable(),
  effort: z.string().min(1).max(100).nullable(),
  permissions: z.string().min(1).max(300).nullable(),
  mode: z.enum(['default', 'plan']),
});
export type ThreadChoices = z.output<typeof threadChoices>;

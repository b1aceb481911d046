import { z } from 'zod';
import type { Approval, ApprovalAnswer } from '../model/approval.ts';
import { call, stream } from './define.ts';
import { approvalId } from './fields.ts';

const answer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('approveOnce') }),
  z.object({ kind: z.literal('approveSession') }),
  z.object({ kind: z.literal('alwaysAllow'), rule: z.number().int().min(0).max(50) }),
  z.object({ kind: z.literal('decline'), words: z.string().max(100_000) }),
  z.object({ kind: z.literal('cancelTurn') }),
  z.object({
    kind: z.literal('answers'),
    answers: z.record(z.string().max(300), z.array(z.string().max(100_000)).max(50).readonly()).readonly(),
  }),
  z.object({
    kind: z.literal('submitForm'),
    values: z
      .record(
        z.string().max(300),
        z.union([z.string().max(100_000), z.number(), z.boolean(), z.array(z.string().max(1000)).max(200).readonly()]),
      )
      .readonly(),
  }),
]) satisfies z.ZodType<ApprovalAnswer>;

export const approvals = {
  /** Everything that waits for the user, on all servers, oldest first. */
  watch: stream(z.object({})).of<readonly Approval[]>(),
  answer: call(z.object({ approvalId, answer })).returns<null>(),
} as const;

import { z } from 'zod';
import { FEEDBACK_KINDS, type FeedbackFile } from '../model/feedback.ts';
import { call } from './define.ts';
import { serverId, threadId } from './fields.ts';

const MAX_WORDS_CHARS = 20_000;

const feedbackInput = z.object({
  serverId,
  kind: z.enum(FEEDBACK_KINDS),
  words: z.string().trim().max(MAX_WORDS_CHARS),
  /** The thread it is about; with logs, its history goes along. */
  threadId: threadId.nullable(),
  /** The user has agreed to send logs. */
  logs: z.boolean(),
});

export const feedback = {
  /** Everything that `send` would send, file by file; nothing is sent. */
  preview: call(feedbackInput).returns<readonly FeedbackFile[]>(),
  /** To OpenAI. The answer is the id to name when asking about it. */
  send: call(feedbackInput).returns<{ readonly id: string }>(),
} as const;

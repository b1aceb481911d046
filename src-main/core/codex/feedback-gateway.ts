import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FeedbackKind } from '../../../src-shared/model/feedback.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';

export interface Feedback {
  readonly kind: FeedbackKind;
  readonly words: string;
  readonly threadId: ThreadId | null;
  readonly logs: boolean;
}

/** Feedback to OpenAI through one server. */
export interface FeedbackGateway {
  /** Writes what would be sent as a ZIP file, which must not exist yet. Older servers cannot: `codex.unsupported`. */
  save(feedback: Feedback, file: string): Promise<Result<null, AppError>>;
  /** Fails with `feedback.disabled` or `feedback.failed`. */
  send(feedback: Feedback): Promise<Result<{ readonly id: string }, AppError>>;
}

const paramsOf = ({ kind, words, threadId, logs }: Feedback) => ({
  classification: kind,
  ...(words !== '' && { reason: words }),
  ...(threadId !== null && { threadId }),
  includeLogs: logs,
});

export function createFeedbackGateway(server: CodexServer): FeedbackGateway {
  return {
    save: async (feedback, file) => {
      const answer = await server.call('feedback/save', { ...paramsOf(feedback), savePath: file });
      return answer.ok ? ok(null) : err(refusal(answer.error));
    },
    send: async (feedback) => {
      const answer = await server.call('feedback/upload', paramsOf(feedback));
      return answer.ok ? ok({ id: answer.value.threadId }) : err(refusal(answer.error));
    },
  };
}

function refusal(error: AppError): AppError {
  if (error.code !== 'codex.rejected') return error;
  if (/disabled by configuration/i.test(error.message)) return { code: 'feedback.disabled' };
  // Each layer repeats that it failed.
  return {
    code: 'feedback.failed',
    reason: error.message.replace(/^(?:failed to upload feedback(?: to Sentry)?: )+/, ''),
  };
}

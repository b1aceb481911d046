import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Clock } from '../ports.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { ServerNotification } from './protocol-types.ts';

export interface OneQuestion {
  /** Absolute path; the folder's own instructions (`AGENTS.md`) are read. */
  readonly cwd: string;
  readonly text: string;
  /** Null: what the configuration says. */
  readonly model: string | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the agent one question in a thread that is not kept and that no list shows. It may read files and run nothing else: nobody is
 * asked for approval. Answers its last message. Fails with `server.timeout`, `rpc.disconnected` (aborted), or as the turn failed
 * (`codex.rejected` with the server's words).
 */
export async function askOnce(
  server: CodexServer,
  clock: Clock,
  { cwd, text, model, timeoutMs, signal }: OneQuestion,
): Promise<Result<string, AppError>> {
  const started = await server.call(
    'thread/start',
    { cwd, ephemeral: true, approvalPolicy: 'never', sandbox: 'read-only', ...(model === null ? {} : { model }) },
    { timeoutMs, signal },
  );
  if (!started.ok) return started;
  const threadId = started.value.thread.id;
  let turnId: string | null = null;
  let stop = () => {};
  const answer = new Promise<Result<string, AppError>>((resolve) => {
    let last = '';
    const hear = (notification: ServerNotification) => {
      const ended = readEnd(notification, threadId);
      if (notification.method === 'item/completed' && notification.params.threadId === threadId) {
        const { item } = notification.params;
        if (item.type === 'agentMessage') last = item.text;
      } else if (ended) resolve(ended.error === null ? ok(last) : err(ended.error));
    };
    const abort = () => resolve(err({ code: 'rpc.disconnected' }));
    const stops = [
      server.onNotification(hear),
      server.onDown(() => resolve(err({ code: 'server.died' }))),
      clock.after(timeoutMs, () => resolve(err({ code: 'server.timeout', method: 'turn/start', afterMs: timeoutMs }))),
      () => signal.removeEventListener('abort', abort),
    ];
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    stop = () => {
      for (const off of stops) off();
    };
  });
  try {
    const turn = await server.call('turn/start', { threadId, input: [{ type: 'text', text, text_elements: [] }] });
    if (!turn.ok) return turn;
    turnId = turn.value.turn.id;
    const answered = await answer;
    // Given up: what it does is of no use any more.
    if (!answered.ok) void server.call('turn/interrupt', { threadId, turnId });
    return answered;
  } finally {
    stop();
    // Nothing of it was stored: letting it go is enough.
    void server.call('thread/unsubscribe', { threadId });
  }
}

/** How the turn of the thread came to its end; null while it has not. */
function readEnd(notification: ServerNotification, threadId: string): { readonly error: AppError | null } | null {
  if (notification.method !== 'turn/completed' || notification.params.threadId !== threadId) return null;
  const { status, error } = notification.params.turn;
  if (status === 'completed') return { error: null };
  return { error: { code: 'codex.rejected', method: 'turn/start', rpcCode: 0, message: error?.message ?? status } };
}

import { z } from 'zod';
import type { TokenFailure } from '../../../src-shared/model/account.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AccountTokens } from '../codex/account-gateway.ts';
import type { Host, RunResult } from '../hosts/host.ts';

/** The app-server waits 10 seconds for tokens; the answer has to be on its way before. */
const TIMEOUT_MS = 8000;
const MAX_OUTPUT_BYTES = 256 * 1024;
const MAX_ARGUMENTS = 100;

export interface TokenProblem {
  readonly reason: TokenFailure;
  /** What is known of it; nothing that the program printed, and none of its arguments. */
  readonly detail: string;
}

/** The program that the application around Skein names as the keeper of the sign-in. Its tokens are passed on and held nowhere. */
export interface TokenCommand {
  /** Why it is asked, and for which account (null: the program's choice). Calls for the same at once share one run. */
  fetch(why: 'sign-in' | 'unauthorized', accountId: string | null): Promise<Result<AccountTokens, TokenProblem>>;
  /** Ends what runs. */
  dispose(): void;
}

const commandLine = z.array(z.string().max(10_000)).min(1).max(MAX_ARGUMENTS);
const printed = z.object({
  accessToken: z.string().min(1),
  chatgptAccountId: z.string().min(1),
  chatgptPlanType: z.string().nullish(),
});

/**
 * @param setting `SKEIN_TOKEN_COMMAND` as it stands: a program and its arguments as a JSON array of strings, run without a shell. It prints
 * `{"accessToken", "chatgptAccountId", "chatgptPlanType"?}` and finds why it is asked in `SKEIN_TOKEN_REASON` and `SKEIN_TOKEN_ACCOUNT`.
 */
export function createTokenCommand(options: {
  readonly setting: string;
  readonly host: Pick<Host, 'run'>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly timeoutMs?: number;
}): TokenCommand {
  const { setting, host, env, cwd, timeoutMs = TIMEOUT_MS } = options;
  const [program, ...args] = readCommandLine(setting) ?? [];
  const running = new Map<string, Promise<Result<AccountTokens, TokenProblem>>>();
  const ending = new AbortController();

  const run = async (why: string, accountId: string | null): Promise<Result<AccountTokens, TokenProblem>> => {
    if (program === undefined || program === '') return problem('bad-setting');
    const result = await host.run({
      ...{ program, args, cwd, timeoutMs, maxOutputBytes: MAX_OUTPUT_BYTES, signal: ending.signal },
      env: { ...env, SKEIN_TOKEN_REASON: why, SKEIN_TOKEN_ACCOUNT: accountId ?? '' },
    });
    return readResult(result, program, timeoutMs);
  };
  return {
    fetch: (why, accountId) => {
      const key = JSON.stringify([why, accountId]);
      const present = running.get(key);
      if (present) return present;
      const started = run(why, accountId).finally(() => running.delete(key));
      running.set(key, started);
      return started;
    },
    dispose: () => ending.abort(),
  };
}

function readCommandLine(setting: string): readonly string[] | null {
  try {
    const parsed = commandLine.safeParse(JSON.parse(setting));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function readResult(
  { exit, stdout, timedOut, truncated }: RunResult,
  program: string,
  timeoutMs: number,
): Result<AccountTokens, TokenProblem> {
  if (timedOut) return problem('timeout', `${Math.round(timeoutMs / 1000)} s`);
  if (exit.kind === 'failed') return problem('not-started', `${program}: ${exit.code}`);
  if (exit.code !== 0) return problem('failed', exit.signal ?? `exit code ${String(exit.code)}`);
  if (truncated) return problem('bad-answer', `more than ${MAX_OUTPUT_BYTES} bytes`);
  const parsed = printed.safeParse(jsonIn(stdout.toString('utf8')));
  if (!parsed.success) {
    // Names of fields only: what they hold may be a token.
    const fields = new Set(parsed.error.issues.map(({ path }) => path.join('.')));
    return problem('bad-answer', [...fields].filter((name) => name !== '').join(', ') || 'no JSON object');
  }
  const { accessToken, chatgptAccountId, chatgptPlanType } = parsed.data;
  return ok({ accessToken, accountId: chatgptAccountId, plan: chatgptPlanType ?? null });
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const problem = (reason: TokenFailure, detail = ''): Result<never, TokenProblem> => err({ reason, detail });

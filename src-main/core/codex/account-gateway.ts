import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type {
  AccountUsage,
  LimitBucket,
  LimitWindow,
  NudgeAnswer,
  NudgeSubject,
  ResetAnswer,
  SpendLimit,
  ThreadUsage,
} from '../../../src-shared/model/account.ts';
import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { TurnError } from '../../../src-shared/model/item.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import { mapTurnError } from './map-error.ts';
import type { RequestOf, ServerNotification } from './protocol-types.ts';
import type { ChatgptAuthTokensRefreshResponse } from './protocol/generated/v2/ChatgptAuthTokensRefreshResponse';
import type { RateLimitSnapshot } from './protocol/generated/v2/RateLimitSnapshot';
import type { RateLimitWindow } from './protocol/generated/v2/RateLimitWindow';
import { maskSecrets } from './server-log.ts';

export type AccountEvent =
  /** `loginId`: null for a sign-in that did not wait for anybody (an API key). */
  | { readonly kind: 'signInEnded'; readonly loginId: string | null; readonly error: string | null }
  /** Who the server works for now. */
  | { readonly kind: 'mode'; readonly hostTokens: boolean }
  | { readonly kind: 'limits'; readonly update: LimitBucket }
  | { readonly kind: 'turnFailed'; readonly threadId: ThreadId; readonly error: TurnError }
  | { readonly kind: 'turnWorked' };

/** What another program signs in with. `plan` null: as the token says. */
export interface AccountTokens {
  readonly accessToken: string;
  readonly accountId: string;
  readonly plan: string | null;
}

export interface ReadLimits {
  readonly buckets: readonly LimitBucket[];
  readonly allowed: boolean | null;
  readonly resetCredits: number | null;
}

/** The account of one server, in Skein's words. */
export interface AccountGateway {
  startBrowser(): Promise<Result<{ readonly loginId: string; readonly address: string }, AppError>>;
  startDeviceCode(): Promise<
    Result<{ readonly loginId: string; readonly address: string; readonly code: string }, AppError>
  >;
  /** Codex stores the key without trying it out. */
  useKey(apiKey: string): Promise<Result<null, AppError>>;
  /** Codex keeps them in memory. Whether they are good is told by a `signInEnded` without an id. */
  useTokens(tokens: AccountTokens): Promise<Result<null, AppError>>;
  /** Answers the server whenever its tokens were refused. An error's words go to the server, and from there to the turn. */
  onTokensRefused(
    renew: (accountId: string | null) => Promise<Result<AccountTokens, { readonly words: string }>>,
  ): Unsubscribe;
  cancel(loginId: string): Promise<Result<null, AppError>>;
  logOut(): Promise<Result<null, AppError>>;
  limits(): Promise<Result<ReadLimits, AppError>>;
  usage(): Promise<Result<AccountUsage, AppError>>;
  /** Null where the service does not tell it (0.124 knows none of it). */
  threadUsage(threadId: ThreadId): Promise<Result<ThreadUsage | null, AppError>>;
  useResetCredit(attemptId: string): Promise<Result<ResetAnswer, AppError>>;
  notifyOwner(about: NudgeSubject): Promise<Result<NudgeAnswer, AppError>>;
  onEvent(listener: (event: AccountEvent) => void): Unsubscribe;
}

export function createAccountGateway(server: CodexServer): AccountGateway {
  return {
    startBrowser: async () => {
      const answer = await server.call('account/login/start', { type: 'chatgpt' });
      if (!answer.ok) return answer;
      const { value } = answer;
      return value.type === 'chatgpt' ? ok({ loginId: value.loginId, address: value.authUrl }) : otherKind(value.type);
    },
    startDeviceCode: async () => {
      const answer = await server.call('account/login/start', { type: 'chatgptDeviceCode' });
      if (!answer.ok) return answer;
      const { value } = answer;
      if (value.type !== 'chatgptDeviceCode') return otherKind(value.type);
      return ok({ loginId: value.loginId, address: value.verificationUrl, code: value.userCode });
    },
    useKey: async (apiKey) => {
      const answer = await server.call('account/login/start', { type: 'apiKey', apiKey });
      if (answer.ok) return ok(null);
      // What refuses it may repeat it.
      return err(withoutText(answer.error, apiKey));
    },
    useTokens: async (tokens) => {
      const answer = await server.call('account/login/start', { type: 'chatgptAuthTokens', ...asParams(tokens) });
      if (answer.ok) return ok(null);
      return err(withoutText(answer.error, tokens.accessToken));
    },
    onTokensRefused: (renew) =>
      server.handleRequest('account/chatgptAuthTokens/refresh', (request, respond) => {
        const { previousAccountId } = (request as RequestOf<'account/chatgptAuthTokens/refresh'>).params;
        void renew(previousAccountId ?? null).then((renewed) => {
          if (renewed.ok) respond.result(asParams(renewed.value) satisfies ChatgptAuthTokensRefreshResponse);
          else respond.error(NO_TOKENS, renewed.error.words);
        });
      }),
    cancel: async (loginId) => {
      const answer = await server.call('account/login/cancel', { loginId });
      return answer.ok ? ok(null) : answer;
    },
    logOut: async () => {
      const answer = await server.call('account/logout', undefined);
      return answer.ok ? ok(null) : answer;
    },
    limits: async () => {
      const answer = await server.call('account/rateLimits/read', {});
      if (!answer.ok) return err(describeRefusal(answer.error));
      const { rateLimits, rateLimitsByLimitId, ordinaryUsageAllowed, rateLimitResetCredits } = answer.value;
      const entries = Object.entries(rateLimitsByLimitId ?? {}).flatMap(([limitId, snapshot]) =>
        snapshot ? [mapSnapshot({ ...snapshot, limitId: snapshot.limitId ?? limitId })] : [],
      );
      const buckets = entries.length > 0 ? entries : [mapSnapshot(rateLimits)];
      // 0.124 says neither.
      const allowed = (ordinaryUsageAllowed as boolean | null | undefined) ?? null;
      const credits = rateLimitResetCredits as typeof rateLimitResetCredits | undefined;
      return ok({ buckets, allowed, resetCredits: credits ? Number(credits.availableCount) : null });
    },
    usage: async () => {
      const answer = await server.call('account/usage/read', {});
      if (!answer.ok) return err(describeRefusal(answer.error));
      const { summary, dailyUsageBuckets } = answer.value;
      return ok({
        lifetimeTokens: toNumber(summary.lifetimeTokens),
        peakDailyTokens: toNumber(summary.peakDailyTokens),
        longestTurnSeconds: toNumber(summary.longestRunningTurnSec),
        currentStreakDays: toNumber(summary.currentStreakDays),
        longestStreakDays: toNumber(summary.longestStreakDays),
        days: (dailyUsageBuckets ?? [])
          .map(({ startDate, tokens }) => ({ date: startDate.slice(0, 'yyyy-mm-dd'.length), tokens: Number(tokens) }))
          .sort((a, b) => a.date.localeCompare(b.date)),
      });
    },
    threadUsage: async (threadId) => {
      const answer = await server.call('account/usage/read', { threadId });
      if (!answer.ok) {
        const error = describeRefusal(answer.error);
        return error.code === 'account.service-failed' && /omitted requested/.test(error.detail)
          ? ok(null)
          : err(error);
      }
      const { threadUsage } = answer.value;
      if (!threadUsage) return ok(null);
      return ok({
        creditsMicros: Number(threadUsage.estimatedUsageCreditsMicros),
        usdMicros: toNumber(threadUsage.nativeUsageUsdMicros ?? threadUsage.estimatedUsageUsdMicros),
        groups: threadUsage.groups.map((group) => ({
          model: group.model,
          effort: group.reasoningEffort,
          creditsMicros: Number(group.estimatedUsageCreditsMicros),
          totalTokens: toNumber(group.totalTokens),
        })),
      });
    },
    useResetCredit: async (attemptId) => {
      const answer = await server.call('account/rateLimitResetCredit/consume', { idempotencyKey: attemptId });
      if (!answer.ok) return err(describeRefusal(answer.error));
      const { outcome } = answer.value;
      return ok(outcome === 'alreadyRedeemed' ? 'used' : outcome);
    },
    notifyOwner: async (about) => {
      const answer = await server.call('account/sendAddCreditsNudgeEmail', { creditType: about });
      if (!answer.ok) return err(describeRefusal(answer.error));
      return ok(answer.value.status === 'sent' ? 'sent' : 'cooldown');
    },
    onEvent: (listener) =>
      server.onNotification((notification) => {
        const event = mapEvent(notification);
        if (event) listener(event);
      }),
  };
}

function mapEvent(notification: ServerNotification): AccountEvent | null {
  switch (notification.method) {
    case 'account/login/completed': {
      const { loginId, success, error } = notification.params;
      return { kind: 'signInEnded', loginId, error: success ? null : maskSecrets(error ?? '') };
    }
    case 'account/updated':
      return { kind: 'mode', hostTokens: notification.params.authMode === 'chatgptAuthTokens' };
    case 'account/rateLimits/updated':
      return { kind: 'limits', update: mapSnapshot(notification.params.rateLimits) };
    case 'error': {
      const { threadId, error, willRetry } = notification.params;
      if (willRetry) return null;
      return { kind: 'turnFailed', threadId: threadId as ThreadId, error: mapTurnError(error, false) };
    }
    case 'turn/completed':
      return notification.params.turn.status === 'completed' ? { kind: 'turnWorked' } : null;
    default:
      return null;
  }
}

/** A snapshot of either version; in an update, what is null is not known and not gone. */
function mapSnapshot(snapshot: RateLimitSnapshot): LimitBucket {
  const { limitId, limitName, primary, secondary, credits, individualLimit, rateLimitReachedType } = snapshot;
  return {
    // Before there were several, the one there was had no name.
    limitId: limitId ?? 'codex',
    name: limitName ?? null,
    primary: mapWindow(primary),
    secondary: mapWindow(secondary),
    credits: credits && {
      hasCredits: credits.hasCredits,
      unlimited: credits.unlimited,
      balance: credits.balance ?? null,
    },
    // 0.124 has none.
    spend: mapSpend(individualLimit),
    reached: rateLimitReachedType ?? null,
  };
}

function mapSpend(limit: RateLimitSnapshot['individualLimit'] | undefined): SpendLimit | null {
  if (!limit) return null;
  const { used, remainingPercent, resetsAt } = limit;
  return { limit: limit.limit, used, remainingPercent, resetsAtMs: resetsAt * SECOND_MS };
}

const asParams = ({ accessToken, accountId, plan }: AccountTokens) => ({
  accessToken,
  chatgptAccountId: accountId,
  chatgptPlanType: plan,
});

const SECOND_MS = 1000;
const NO_TOKENS = -32000;
const MAX_DETAIL_CHARS = 1000;

const otherKind = (type: string) =>
  err({ code: 'internal', message: `Codex began a sign-in of another kind: ${type}` } as const);

function mapWindow(window: RateLimitWindow | null): LimitWindow | null {
  if (!window) return null;
  const { usedPercent, windowDurationMins, resetsAt } = window;
  return {
    usedPercent,
    windowMinutes: windowDurationMins ?? null,
    resetsAtMs: typeof resetsAt === 'number' ? resetsAt * SECOND_MS : null,
  };
}

/** The types say bigint; JSON has numbers. */
const toNumber = (value: bigint | null): number | null => (value === null ? null : Number(value));

/** What is refused for want of a ChatGPT account, and what the service behind Codex failed at. */
function describeRefusal(error: AppError): AppError {
  if (error.code !== 'codex.rejected') return error;
  if (/authentication required/i.test(error.message)) return { code: 'account.chatgpt-needed' };
  return { code: 'account.service-failed', detail: shortened(maskSecrets(error.message)) };
}

/** The whole answer of the service stands at the end, with the account's address in it; what failed stands before. */
const shortened = (message: string): string =>
  message.replace(/; content-type=[\s\S]*$/, '').slice(0, MAX_DETAIL_CHARS);

const withoutText = (error: AppError, secret: string): AppError =>
  error.code === 'codex.rejected' ? { ...error, message: maskSecrets(error.message.replaceAll(secret, '…')) } : error;

import type { TurnError } from '../../../src-shared/model/item.ts';

type Code = TurnError['code'];

/** As the server sends it. 0.169's `codexErrorInfo` is open-ended: a known word, any word, or an object with one field. */
export interface CodexTurnError {
  readonly message: string;
  readonly codexErrorInfo?: unknown;
  readonly additionalDetails?: string | null;
}

const WORDS: Readonly<Record<string, Code>> = {
  contextWindowExceeded: 'context-window',
  sessionBudgetExceeded: 'usage-limit',
  usageLimitExceeded: 'usage-limit',
  rateLimitExceeded: 'rate-limit',
  flexUnavailable: 'overloaded',
  serverOverloaded: 'overloaded',
  policyCapacityUnavailable: 'overloaded',
  modelNotFound: 'model-not-found',
  inferenceHookDenied: 'policy',
  cyberPolicy: 'policy',
  misalignmentPolicyViolation: 'policy',
  tooManyDenials: 'policy',
  internalServerError: 'overloaded',
  unauthorized: 'unauthorized',
  badRequest: 'bad-request',
  sandboxError: 'sandbox',
  httpConnectionFailed: 'http',
  responseStreamConnectionFailed: 'stream-lost',
  responseStreamDisconnected: 'stream-lost',
  responseTooManyFailedAttempts: 'http',
};

const BY_STATUS: Readonly<Record<number, Code>> = {
  400: 'bad-request',
  401: 'unauthorized',
  403: 'unauthorized',
  429: 'rate-limit',
};

/** The reason a turn failed, or is being tried again. Texts and shapes are those of app-server.md §6, both versions. */
export function mapTurnError(error: CodexTurnError, willRetry: boolean): TurnError {
  const details = error.additionalDetails ?? null;
  const { word, status } = readInfo(error.codexErrorInfo);
  // 0.124 puts the status into the words only.
  const httpStatus = status ?? statusInWords(error.message) ?? (details === null ? null : statusInWords(details));
  const message = readable(error.message);
  return {
    code: codeOf(word, httpStatus, error.message, willRetry),
    message,
    details: details ?? (message === error.message ? null : error.message),
    httpStatus,
    willRetry,
  };
}

function codeOf(word: string, status: number | null, message: string, willRetry: boolean): Code {
  if (willRetry && /waiting for network/i.test(message)) return 'network-down';
  // The program that keeps the sign-in gave no new tokens; the server says so in words only.
  if (!willRetry && message.startsWith('auth refresh request failed')) return 'unauthorized';
  const code = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  const byStatus = status === null ? undefined : BY_STATUS[status];
  if (code === undefined)
    return byStatus ?? (status === null ? (isBadRequest(message) ? 'bad-request' : 'other') : 'http');
  // The stream's loss is what it is whatever the status; a plain HTTP failure is named after its status.
  return code === 'http' ? (byStatus ?? code) : code;
}

function readInfo(info: unknown): { word: string; status: number | null } {
  if (typeof info === 'string') return { word: info, status: null };
  if (typeof info !== 'object' || info === null) return { word: '', status: null };
  const [entry] = Object.entries(info);
  if (!entry) return { word: '', status: null };
  const inner: unknown = entry[1];
  const status =
    typeof inner === 'object' && inner !== null && 'httpStatusCode' in inner && typeof inner.httpStatusCode === 'number'
      ? inner.httpStatusCode
      : null;
  return { word: entry[0], status };
}

function statusInWords(message: string): number | null {
  const found =
    /(?:unexpected status|exceeded retry limit, last status:?|HTTP(?: status)?(?: client error)?)\D{0,3}(\d{3})\b/i.exec(
      message,
    );
  return found ? Number(found[1]) : null;
}

/** A refused request answers with the body as it came from the model's server. */
function bodyOf(message: string): { error: { message: string } } | null {
  if (!message.startsWith('{')) return null;
  try {
    const body: unknown = JSON.parse(message);
    if (typeof body !== 'object' || body === null || !('error' in body)) return null;
    const { error } = body;
    if (typeof error !== 'object' || error === null || !('message' in error)) return null;
    return typeof error.message === 'string' ? { error: { message: error.message } } : null;
  } catch {
    // Not JSON after all: the words are shown as they are.
    return null;
  }
}

const isBadRequest = (message: string): boolean => bodyOf(message) !== null;
const readable = (message: string): string => bodyOf(message)?.error.message ?? message;

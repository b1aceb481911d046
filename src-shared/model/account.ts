import type { ThreadId } from './ids.ts';

/** `hostTokens`: a program of the application around Skein keeps the sign-in. */
export type SignInWay = 'chatgpt' | 'deviceCode' | 'apiKey' | 'hostTokens';

/** Why the program that keeps the sign-in gave no tokens. `bad-setting`: what names it is no list of words. */
export type TokenFailure = 'bad-setting' | 'not-started' | 'failed' | 'timeout' | 'bad-answer';

/** Why a sign-in came to nothing. `interrupted`: Codex stopped while it waited. */
export type SignInFailure =
  | 'denied'
  | 'expired'
  | 'cancelled'
  | 'network'
  | 'port-busy'
  | 'not-allowed'
  | 'interrupted'
  | `tokens-${TokenFailure}`
  | 'other';

/** A sign-in under way. It belongs to the server, not to a window: every window shows the same one. */
export type SignIn =
  | { readonly kind: 'none' }
  | { readonly kind: 'starting'; readonly way: SignInWay }
  /** Codex waits for the page at `address` to come back with an answer. */
  | { readonly kind: 'browser'; readonly address: string }
  /** Codex waits until somebody has entered `code` at `address`. */
  | {
      readonly kind: 'deviceCode';
      readonly code: string;
      readonly address: string;
      readonly expiresAtMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly way: SignInWay;
      readonly reason: SignInFailure;
      /** The server's own words, for behind a fold. */
      readonly detail: string;
    };

/** Why Codex, or the workspace, says that a limit is reached; an unknown word of a later version is kept. */
export type LimitReason =
  | 'rate_limit_reached'
  | 'workspace_owner_credits_depleted'
  | 'workspace_member_credits_depleted'
  | 'workspace_owner_usage_limit_reached'
  | 'workspace_member_usage_limit_reached';

export interface LimitWindow {
  /** From 0 to 100, and above where the service lets a turn finish. */
  readonly usedPercent: number;
  /** Length of the window; null where the service does not say. */
  readonly windowMinutes: number | null;
  /** Milliseconds since the epoch. */
  readonly resetsAtMs: number | null;
}

export interface LimitCredits {
  readonly hasCredits: boolean;
  readonly unlimited: boolean;
  /** As the service writes it. */
  readonly balance: string | null;
}

/** What a workspace lets one member spend. */
export interface SpendLimit {
  readonly limit: string;
  readonly used: string;
  readonly remainingPercent: number;
  readonly resetsAtMs: number;
}

/** One metered allowance, with up to two windows. */
export interface LimitBucket {
  readonly limitId: string;
  readonly name: string | null;
  readonly primary: LimitWindow | null;
  readonly secondary: LimitWindow | null;
  readonly credits: LimitCredits | null;
  readonly spend: SpendLimit | null;
  readonly reached: LimitReason | null;
}

export interface Limits {
  readonly buckets: readonly LimitBucket[];
  /** Whether the service lets the account work on; null where it does not say. */
  readonly allowed: boolean | null;
  /** Credits that empty the windows of an allowance at once; null where the service does not say. */
  readonly resetCredits: number | null;
  /** When all of them were read together; null when they only came with the answers of the model. */
  readonly readAtMs: number | null;
  /** The last try to read them failed with these words; what is shown is older. */
  readonly problem: string | null;
}

/** The last turn that the model service would not run. Gone after the next one that works, or another sign-in. */
export interface Refusal {
  readonly kind: 'usage-limit' | 'unauthorized';
  /** The server's own words. */
  readonly message: string;
  readonly threadId: ThreadId;
  readonly atMs: number;
}

/** OAuth of the model provider in use, which its own configuration asks for. */
export interface GatewaySignIn {
  /** What the provider calls itself. */
  readonly provider: string;
  /** A code can be entered on another device. */
  readonly offersCode: boolean;
  /** Messages can go. */
  readonly ready: boolean;
  readonly signIn: SignIn;
}

/** What a server knows about its account beyond who it is (`ServerState.account`). */
export interface AccountState {
  readonly signIn: SignIn;
  /** Null: the model provider in use asks for no sign-in of its own. */
  readonly gateway: GatewaySignIn | null;
  readonly limits: Limits;
  readonly refused: Refusal | null;
  /** `available`: another program can sign in here. `inUse`: it has, and gives new tokens when the old ones have expired. */
  readonly hostTokens: 'none' | 'available' | 'inUse';
}

/** Tokens that the account has used. Null where the service does not say. */
export interface AccountUsage {
  readonly lifetimeTokens: number | null;
  readonly peakDailyTokens: number | null;
  readonly longestTurnSeconds: number | null;
  readonly currentStreakDays: number | null;
  readonly longestStreakDays: number | null;
  /** Oldest first; `date` as year-month-day. */
  readonly days: readonly { readonly date: string; readonly tokens: number }[];
}

/** What one thread has used, as the account's service reckons. `…Micros`: millionths of a credit or a dollar. */
export interface ThreadUsage {
  readonly creditsMicros: number;
  /** Null: not known, which is not nothing. */
  readonly usdMicros: number | null;
  readonly groups: readonly {
    readonly model: string | null;
    readonly effort: string | null;
    readonly creditsMicros: number;
    readonly totalTokens: number | null;
  }[];
}

/** What became of a credit that was to empty the windows. `used`: this very attempt went through before. */
export type ResetAnswer = 'reset' | 'nothingToReset' | 'noCredit' | 'used';

/** What a note to the owner of a workspace asks for. */
export type NudgeSubject = 'credits' | 'usage_limit';
/** `cooldown`: a note was sent a short time ago, so none was sent now. */
export type NudgeAnswer = 'sent' | 'cooldown';

import { z } from 'zod';
import type { AccountState, AccountUsage, NudgeAnswer, ResetAnswer, ThreadUsage } from '../model/account.ts';
import { call, stream } from './define.ts';
import { serverId, threadRef } from './fields.ts';

const MAX_KEY_CHARS = 1000;

export const accounts = {
  /** The sign-in under way, limits and refusals of one server. Who is signed in is told by `servers.watch`. */
  watch: stream(z.object({ serverId })).of<AccountState>(),
  /** Begins a sign-in, ending one that waits. How it goes on, and why it failed, is told by the stream. */
  signIn: call(z.object({ serverId, way: z.enum(['chatgpt', 'deviceCode', 'hostTokens']) })).returns<null>(),
  /** The key goes to Codex, which keeps it in its home; it is never answered, stored or logged by Skein. */
  signInWithKey: call(
    z.object({ serverId, apiKey: z.string().trim().min(1, 'is empty').max(MAX_KEY_CHARS) }),
  ).returns<null>(),
  /** Ends a sign-in that waits, or puts a failed one away. */
  cancelSignIn: call(z.object({ serverId })).returns<null>(),
  /** The same for the sign-in that the model provider in use asks for. */
  gatewaySignIn: call(z.object({ serverId, way: z.enum(['chatgpt', 'deviceCode']) })).returns<null>(),
  cancelGatewaySignIn: call(z.object({ serverId })).returns<null>(),
  /** Also for everything else that uses the same Codex home. */
  logOut: call(z.object({ serverId })).returns<null>(),
  /** The stream brings them. `focus` reads at most once a minute, `asked` at once. */
  readLimits: call(z.object({ serverId, why: z.enum(['focus', 'asked']) })).returns<null>(),
  usage: call(z.object({ serverId })).returns<AccountUsage>(),
  /** Null where the service does not tell it for this thread. */
  threadUsage: call(threadRef).returns<ThreadUsage | null>(),
  /** Spends a credit that empties the windows of the allowance. The same `attemptId` spends it once, however often it is sent. */
  useResetCredit: call(z.object({ serverId, attemptId: z.uuid() })).returns<ResetAnswer>(),
  /** Sends a note to the owner of the workspace. */
  notifyOwner: call(z.object({ serverId, about: z.enum(['credits', 'usage_limit']) })).returns<NudgeAnswer>(),
} as const;

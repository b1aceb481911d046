import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { capabilitiesOf } from './capabilities.ts';
import { OLDEST_SUPPORTED, compareVersions, readUserAgent } from './codex-version.ts';
import type { JsonRpcPeer } from './json-rpc-peer.ts';
import type { InitializeParams } from './protocol/generated/InitializeParams';
import type { NotificationMethod } from './protocol-types.ts';

/** A server with a log database of gigabytes may hang here for ever (openai/codex issues 27741 and 35674). */
const HANDSHAKE_MS = 30_000;

/** Notifications that Skein has no use for; the server then does not even send them. Unknown names do no harm (measured). */
export const OPTED_OUT: readonly NotificationMethod[] = [
  'rawResponseItem/completed',
  'rawResponse/completed',
  'fuzzyFileSearch/sessionUpdated',
  'fuzzyFileSearch/sessionCompleted',
  'mcpServer/event/stream/notification',
  'model/safetyBuffering/updated',
  'remoteControl/status/changed',
  'thread/prediction/updated',
  'thread/realtime/started',
  'thread/realtime/itemAdded',
  'thread/realtime/item/started',
  'thread/realtime/item/transcript/delta',
  'thread/realtime/item/completed',
  'thread/realtime/transcript/delta',
  'thread/realtime/transcript/done',
  'thread/realtime/outputAudio/delta',
  'thread/realtime/sdp',
  'thread/realtime/error',
  'thread/realtime/closed',
  'turn/moderationMetadata',
];

export interface Handshake {
  readonly version: string;
  readonly capabilities: ServerCapabilities;
  /** On the host; empty when it was not told. */
  readonly codexHome: string;
  /** `linux`, `macos` or `windows`; null when it was not told. */
  readonly platform: string | null;
}

/** `ended`: the process is gone, and its exit says why. */
export type HandshakeFailure =
  | { readonly kind: 'ended' }
  | { readonly kind: 'handshake-timeout' | 'handshake-refused'; readonly detail: string }
  | { readonly kind: 'unsupported-version'; readonly detail: string; readonly version: string | null };

/**
 * Introduces Skein, and learns from the answer which Codex this is.
 *
 * @param waitOn true: the user was asked something meanwhile, and the wait begins anew
 */
export async function shakeHands(
  peer: JsonRpcPeer,
  clientVersion: string,
  waitOn?: () => boolean,
): Promise<Result<Handshake, HandshakeFailure>> {
  const params: InitializeParams = {
    clientInfo: { name: 'skein', title: 'Skein', version: clientVersion },
    capabilities: {
      experimentalApi: true,
      requestAttestation: false,
      optOutNotificationMethods: [...OPTED_OUT],
    },
  };
  const outcome = await peer.call('initialize', params, { timeoutMs: HANDSHAKE_MS, waitOn });
  if (outcome.kind === 'timed-out') {
    return err({ kind: 'handshake-timeout', detail: `No answer to initialize within ${HANDSHAKE_MS / 1000} s` });
  }
  if (outcome.kind === 'error') return err({ kind: 'handshake-refused', detail: outcome.error.message });
  if (outcome.kind !== 'result') return err({ kind: 'ended' });
  const userAgent = textOf(outcome.value, 'userAgent');
  const version = readUserAgent(userAgent);
  if (!version || compareVersions(version, OLDEST_SUPPORTED) < 0) {
    return err({ kind: 'unsupported-version', detail: userAgent, version: version?.text ?? null });
  }
  peer.notify('initialized');
  const codexHome = textOf(outcome.value, 'codexHome');
  const platform = textOf(outcome.value, 'platformOs') || null;
  return ok({ version: version.text, capabilities: capabilitiesOf(version), codexHome, platform });
}

function textOf(answer: unknown, field: string): string {
  const value: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, field) : undefined;
  return typeof value === 'string' ? value : '';
}

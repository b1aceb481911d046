import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { JsonRpcError } from './json-rpc-peer.ts';

/** The server's queue of requests is full; try again later. */
export const OVERLOADED = -32001;

/** Codex answers an unknown method with a list of all methods (4.5 kB); nobody needs to see that. */
const MAX_MESSAGE_CHARS = 2000;

/**
 * What a refused call means to Skein. Codex has few codes (nearly all is -32600), so the text decides; the texts are those of
 * 0.124.0 and 0.169.0 (app-server.md §2, §3, §6). What is not recognised stays `codex.rejected` with the server's words.
 */
export function describeRejection(method: string, params: unknown, error: JsonRpcError, version: string): AppError {
  const { code, message } = error;
  const data = asRecord(error.data);
  if (code === OVERLOADED) return { code: 'server.overloaded', method };
  if (data['input_error_code'] === 'input_too_large') {
    return { code: 'input.too-large', chars: Number(data['actual_chars']), maxChars: Number(data['max_chars']) };
  }
  const notSteerable = asRecord(asRecord(data['codexErrorInfo'])['activeTurnNotSteerable']);
  if (notSteerable['turnKind'] === 'review') return { code: 'thread.not-steerable', reason: 'review' };
  if (notSteerable['turnKind'] === 'compact') return { code: 'thread.not-steerable', reason: 'compaction' };
  if (message.includes('no active turn to steer')) return { code: 'thread.not-steerable', reason: 'no-turn' };
  if (message.startsWith('expected active turn id')) return { code: 'thread.not-steerable', reason: 'other-turn' };
  if (message.includes('no active turn to interrupt')) return { code: 'thread.nothing-to-interrupt' };
  if (message.includes('already has an active writer')) return { code: 'thread.locked' };
  if (/ is archived\b/.test(message)) return { code: 'thread.archived' };
  if (/no rollout found for (thread|conversation) id|thread not found/.test(message)) {
    return { code: 'thread.not-found', threadId: asText(asRecord(params)['threadId']) };
  }
  if (message.startsWith(`Invalid request: unknown variant \`${method}\``)) {
    return { code: 'codex.unsupported', feature: method, version };
  }
  return (
    describeConfigRejection(data['config_write_error_code'], message) ?? {
      code: 'codex.rejected',
      method,
      rpcCode: code,
      message: message.slice(0, MAX_MESSAGE_CHARS),
    }
  );
}

/** How refusals begin that are about the configuration as it stands (measured on 0.169.0). */
const UNREADABLE_CONFIG =
  /^(?:failed to (?:read configuration layers|load configuration|reload config|resolve feature override precedence)|invalid configuration): /;

function describeConfigRejection(writeError: unknown, message: string): AppError | null {
  if (writeError === 'configVersionConflict') return { code: 'config.changed-elsewhere', keys: [] };
  const unreadable = UNREADABLE_CONFIG.test(message);
  const reason = message.replace(UNREADABLE_CONFIG, '').trim().slice(0, MAX_MESSAGE_CHARS);
  if (unreadable) return { code: 'config.unreadable', reason };
  if (writeError !== 'configValidationError') return null;
  return { code: 'config.invalid', reason: reason.replace(/^Invalid configuration: /, '') };
}

const asText = (value: unknown) => (typeof value === 'string' ? value : '');

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

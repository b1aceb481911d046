import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AccountGateway } from './account-gateway.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { GatewayOAuthReadResponse } from './protocol/generated/v2/GatewayOAuthReadResponse';
import { maskSecrets } from './server-log.ts';

/** What the model provider in use asks for. */
export interface GatewayAuth {
  readonly provider: string;
  /** A code can be entered on another device. */
  readonly offersCode: boolean;
  readonly ready: boolean;
}

export type GatewayAuthEvent =
  /** How it stands, in Codex's own words. It also tells this when it is merely asked (measured). */
  | { readonly kind: 'stands'; readonly how: string }
  | { readonly kind: 'ended'; readonly loginId: string; readonly error: string | null };

/** OAuth of a model provider of its own (`gateway_oauth` of the configuration). */
export interface GatewayAuthGateway extends Pick<AccountGateway, 'startBrowser' | 'startDeviceCode' | 'cancel'> {
  /** Null: the provider in use has none. A server that knows no such thing (0.124) fails. */
  read(): Promise<Result<GatewayAuth | null, AppError>>;
  onEvent(listener: (event: GatewayAuthEvent) => void): Unsubscribe;
}

/** Codex answers a sign-in by browser only when it is over, which may take as long as somebody looks for a password. */
const BROWSER_LIFE_MS = 15 * 60_000;

export function createGatewayAuthGateway(server: CodexServer): GatewayAuthGateway {
  const listeners = new Set<(event: GatewayAuthEvent) => void>();
  const tell = (event: GatewayAuthEvent) => {
    for (const listener of listeners) listener(event);
  };
  let count = 0;

  const startBrowser: GatewayAuthGateway['startBrowser'] = () =>
    new Promise((resolve) => {
      const loginId = `browser-${++count}`;
      const stop = server.onNotification(({ method, params }) => {
        if (method !== 'account/gatewayOAuth/changed' || params.authUrl === null) return;
        stop();
        resolve(ok({ loginId, address: params.authUrl }));
      });
      void server.call('account/gatewayOAuth/login', {}, { timeoutMs: BROWSER_LIFE_MS }).then((answer) => {
        stop();
        // Where no address came before, this is the answer to the start; otherwise it is the end.
        resolve(answer.ok ? NO_ADDRESS : answer);
        tell({ kind: 'ended', loginId, error: answer.ok ? null : wordsOf(answer.error) });
      });
    });

  return {
    read: async () => {
      const answer = await server.call('account/gatewayOAuth/read', {});
      return answer.ok ? ok(mapGateway(answer.value)) : answer;
    },
    startBrowser,
    startDeviceCode: async () => {
      const answer = await server.call('account/gatewayOAuth/login', { deviceAuth: true });
      if (!answer.ok) return answer;
      const { prompt } = answer.value;
      if (prompt === null) return NO_ADDRESS;
      return ok({ loginId: prompt.loginId, address: prompt.verificationUrl, code: prompt.userCode });
    },
    cancel: async () => {
      const answer = await server.call('account/gatewayOAuth/cancel', undefined);
      return answer.ok ? ok(null) : answer;
    },
    onEvent: (listener) => {
      listeners.add(listener);
      const stop = server.onNotification(({ method, params }) => {
        if (method !== 'account/gatewayOAuth/changed') return;
        const { loginId, providerId, status, error } = params;
        if (loginId !== null && (status === 'succeeded' || status === 'failed'))
          listener({ kind: 'ended', loginId, error: status === 'failed' ? maskSecrets(error ?? '') : null });
        if (status !== 'started') listener({ kind: 'stands', how: `${providerId} ${status}` });
      });
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };
}

const mapGateway = (read: GatewayOAuthReadResponse): GatewayAuth | null =>
  read.required
    ? { provider: read.providerName, offersCode: read.supportsDeviceAuth === true, ready: read.status === 'succeeded' }
    : null;

const NO_ADDRESS: Result<never, AppError> = err({ code: 'internal', message: 'Codex told no address to sign in at' });
const wordsOf = (error: AppError): string => ('message' in error ? maskSecrets(error.message) : error.code);

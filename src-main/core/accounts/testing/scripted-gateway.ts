import type { AppError } from '../../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../../src-shared/result.ts';
import type { AccountGateway, ReadLimits } from '../../codex/account-gateway.ts';

/** A gateway whose answers a test gives one by one, for what no real service does at will: waiting, and answering late. */
export function createScriptedGateway() {
  const cancelled: string[] = [];
  const reads: ((answer: Result<ReadLimits, AppError>) => void)[] = [];
  let started = 0;
  const gateway: AccountGateway = {
    startBrowser: () => Promise.resolve(ok({ loginId: `login-${++started}`, address: 'https://auth.test/' })),
    startDeviceCode: () =>
      Promise.resolve(ok({ loginId: `login-${++started}`, address: 'https://auth.test/', code: 'AB-12' })),
    useKey: () => Promise.resolve(ok(null)),
    useTokens: () => Promise.resolve(ok(null)),
    onTokensRefused: () => () => undefined,
    cancel: (loginId) => {
      cancelled.push(loginId);
      return Promise.resolve(ok(null));
    },
    logOut: () => Promise.resolve(ok(null)),
    limits: () => new Promise((resolve) => reads.push(resolve)),
    usage: () => Promise.reject(new Error('not scripted')),
    threadUsage: () => Promise.reject(new Error('not scripted')),
    useResetCredit: () => Promise.reject(new Error('not scripted')),
    notifyOwner: () => Promise.resolve(ok('sent')),
    onEvent: () => () => undefined,
  };
  return { gateway, cancelled, reads };
}

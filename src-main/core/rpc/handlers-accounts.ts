import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { AccountService } from '../accounts/account-service.ts';

export const accountHandlers = (accounts: AccountService): AppHandlers['accounts'] => ({
  watch: ({ serverId }, sink) => accounts.watch(serverId, sink),
  signIn: ({ serverId, way }) => accounts.signIn(serverId, way),
  signInWithKey: ({ serverId, apiKey }) => accounts.signInWithKey(serverId, apiKey),
  cancelSignIn: ({ serverId }) => accounts.cancelSignIn(serverId),
  gatewaySignIn: ({ serverId, way }) => accounts.gatewaySignIn(serverId, way),
  cancelGatewaySignIn: ({ serverId }) => accounts.cancelGatewaySignIn(serverId),
  logOut: ({ serverId }) => accounts.logOut(serverId),
  readLimits: ({ serverId, why }) => accounts.readLimits(serverId, why),
  usage: ({ serverId }) => accounts.usage(serverId),
  threadUsage: ({ serverId, threadId }) => accounts.threadUsage(serverId, threadId),
  useResetCredit: ({ serverId, attemptId }) => accounts.useResetCredit(serverId, attemptId),
  notifyOwner: ({ serverId, about }) => accounts.notifyOwner(serverId, about),
});

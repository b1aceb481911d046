import { expect, it } from 'vitest';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GatewayAuth, GatewayAuthGateway } from '../codex/gateway-auth-gateway.ts';
import { createManualClock } from '../rpc/testing/manual-clock.ts';
import { openGatewayDesk } from './gateway-sign-in.ts';

it('goes on asking for the sign-in where a later look got no answer', async () => {
  const answers: Result<GatewayAuth | null, AppError>[] = [
    ok({ provider: 'Corner', offersCode: false, ready: false }),
    err({ code: 'server.not-running' }),
    ok(null),
  ];
  const gateway = {
    read: () => Promise.resolve(answers.shift() ?? ok(null)),
    onEvent: () => () => undefined,
  } as unknown as GatewayAuthGateway;
  let opened = 0;
  const desk = openGatewayDesk({
    gateway,
    clock: createManualClock(),
    onChange: () => undefined,
    onOpen: () => opened++,
  });
  await desk.read();
  await desk.read();
  expect([desk.current()?.provider, opened]).toEqual(['Corner', 0]);
  await desk.read();
  expect([desk.current(), opened]).toEqual([null, 1]);
  desk.dispose();
});

import { expect, it } from 'vitest';
import type { AppInfo } from '../../src-shared/contract/app.ts';
import { appInfoStore, knownAppInfo } from './app-info-store.ts';

it('waits for what the core says of itself, and knows it from then on', async () => {
  const told: unknown[] = [];
  const waiting = knownAppInfo().then((info) => told.push(info));
  appInfoStore.setState({ info: null });
  await Promise.resolve();
  expect(told).toEqual([]);
  const info = { firstServerId: 'local' } as unknown as AppInfo;
  appInfoStore.setState({ info });
  await waiting;
  expect(told).toEqual([info]);
  expect(await knownAppInfo()).toBe(info);
  appInfoStore.setState({ info: null });
});

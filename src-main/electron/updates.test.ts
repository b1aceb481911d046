import { EventEmitter } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { followUpdates, type Updater } from './updates.ts';

let did: string[];
let running: number;
let now: boolean;
let timers: { readonly ms: number; readonly run: () => void }[];
const offered = new EventEmitter();
let updater: EventEmitter & Updater;
let stop: () => void;
beforeEach(() => {
  [did, running, now, timers] = [[], 0, true, []];
  updater = Object.assign(new EventEmitter(), {
    autoDownload: false,
    autoInstallOnAppQuit: false,
    checkForUpdates: () => {
      did.push('check');
      return Promise.reject(new Error('no network'));
    },
    quitAndInstall: () => did.push('install'),
  });
  stop = followUpdates({
    updater,
    offer: (version, notes) => {
      did.push(`offer ${version}: ${notes}`);
      queueMicrotask(() => queueMicrotask(() => offered.emit('answered')));
      return Promise.resolve(now);
    },
    runningThreads: () => running,
    quit: () => did.push('ask to quit'),
    clock: {
      now: () => 0,
      after: (ms, run) => {
        const timer = { ms, run };
        timers.push(timer);
        return () => (timers = timers.filter((other) => other !== timer));
      },
    },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
});
const download = async () => {
  const answered = new Promise((resolve) => offered.once('answered', resolve));
  updater.emit('update-downloaded', { version: '9', releaseNotes: '<p>More</p>' });
  await answered;
};

it('looks soon and then a few times a day, whatever comes of it, and not after its end', () => {
  expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
  timers.shift()?.run();
  expect([did, timers.map(({ ms }) => ms)]).toEqual([['check'], [6 * 60 * 60 * 1000]]);
  stop();
  expect(timers).toEqual([]);
});

it('is installed when Skein ends, or at once when the user says so and nothing runs', async () => {
  expect([updater.autoDownload, updater.autoInstallOnAppQuit]).toEqual([true, true]);
  now = false;
  await download();
  expect(did).toEqual(['offer 9: More']);
  now = true;
  await download();
  expect(did.slice(1)).toEqual(['offer 9: More', 'install']);
});

it('never ends a running turn without asking', async () => {
  running = 1;
  await download();
  expect(did).toEqual(['offer 9: More', 'ask to quit']);
});

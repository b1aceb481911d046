import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { listAsar } from '../../build/packaging/asar-listing.ts';
import { pack } from '../../build/packaging/testing/pack.ts';
import { codexBinary } from '../../src-main/core/demo-model/testing/codex-binary.ts';
import { createElectronWorld } from '../electron-stand-in/electron-world.ts';
import { AppPage } from '../pages/app-page.ts';

const PACK_LIMIT_MS = 120_000;

test('the Linux package runs a turn, from nothing but its archive and the Codex beside it', async ({ context }) => {
  test.skip(process.env['SKEIN_LONG'] !== '1', 'packing takes a while: npm run test:long');
  test.setTimeout(PACK_LIMIT_MS);
  const world = await createElectronWorld(context);
  const { resources } = await pack({ platform: 'linux', arch: 'x64' }, world.root);
  // The stand-in reads no archive: its content is laid out where nothing of the project is near.
  const app = join(world.root, 'unpacked app');
  for (const { path, read } of listAsar(join(resources, 'app.asar'))) {
    mkdirSync(dirname(join(app, path)), { recursive: true });
    writeFileSync(join(app, path), read());
  }
  const codex = join(resources, 'codex');
  rmSync(codex, { recursive: true });
  cpSync(join(dirname(codexBinary()), '..'), codex, { recursive: true, mode: 2 });

  const electron = world.launch([world.shop], { STAND_IN_RESOURCES: resources }, join(app, 'out/main/index.js'));
  const page = new AppPage(await electron.firstWindow());
  await page.whenReady();
  await page.startThread('say: hello from the package');
  await expect(page.timeline.lastMessage).toContainText('hello from the package');
  expect(electron.stderr()).toBe('');
  // Its own scheme is taken, and codex:// since nobody had it.
  expect(electron.records('scheme')).toEqual(['skein', 'codex']);
  await world.close();
});

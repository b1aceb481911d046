import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { createElectronWorld, type ElectronWorld } from '../electron-stand-in/electron-world.ts';
import { descendants, isAlive } from '../processes.ts';
import { projectRoot } from '../web-host.ts';

const test = base.extend<{ readonly world: ElectronWorld; readonly run: (script: string, args: string[]) => Script }>({
  world: async ({ context }, use) => {
    const world = await createElectronWorld(context);
    await use(world);
    await world.close();
  },
  run: async ({ world }, use) => {
    const started: ChildProcess[] = [];
    await use((script, args) => {
      const child = spawn(process.execPath, [join(projectRoot, 'build/scripts', script), ...args], {
        // Without a display there is neither Electron nor a browser window to open.
        env: { ...world.env, DISPLAY: '', WAYLAND_DISPLAY: '', SKEIN_NO_BUILD: '1' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      started.push(child);
      let output = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
      const exited = once(child, 'exit').then(([code]) => code as number | null);
      return { pid: child.pid ?? -1, output: () => output, exited, kill: (signal) => child.kill(signal) };
    });
    for (const child of started) if (child.exitCode === null) child.kill('SIGTERM');
  },
});
interface Script {
  readonly pid: number;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

test.skip(process.platform !== 'linux', 'The way to have no display is Linux’s');

test('npm run web prints its one line, serves the page and ends in order', async ({ world, run, request }) => {
  const script = run('web.mjs', [world.shop, '--no-open']);
  await expect.poll(script.output).toMatch(/^\{.*\}\n$/);
  const { event, url } = JSON.parse(script.output()) as { event: string; url: string };
  expect(event).toBe('ready');
  expect((await request.get(new URL(url).origin)).ok()).toBe(true);
  script.kill('SIGTERM');
  expect(await script.exited).toBe(0);
});

test('npm start says why it is not Electron, and where the page is', async ({ world, run }) => {
  const script = run('start.mjs', [world.shop]);
  await expect.poll(script.output).toMatch(/Open this address in a browser: http:\/\/127\.0\.0\.1:\d+\/#t=/);
  expect(script.output()).toContain('not in Electron: there is no display');
  script.kill('SIGINT');
  expect(await script.exited).toBe(130);
});

test('nothing is left when the script is killed', async ({ world, run }) => {
  const script = run('web.mjs', [world.shop, '--no-open']);
  await expect.poll(script.output).toContain('ready');
  await expect.poll(() => descendants(script.pid).some(({ command }) => command.includes('app-server'))).toBe(true);
  const children = descendants(script.pid).map(({ pid }) => pid);
  script.kill('SIGKILL');
  await script.exited;
  await expect.poll(() => children.filter(isAlive)).toEqual([]);
});

import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SpawnCommand } from '../hosts/host.ts';
import { launchProgram } from '../hosts/launch-program.ts';
import { createEditors } from './editors.ts';
import { KNOWN_EDITORS } from './known-editors.ts';
import { createFilesRig, type FilesRig } from './testing/files-rig.ts';

let rig: FilesRig;
let bin: string;
let started: SpawnCommand[];
beforeEach(async () => {
  rig = await createFilesRig();
  bin = join(rig.base, 'bin');
  await mkdir(bin);
  started = [];
  await rig.put({ 'src/a b;$(x).ts': '' });
});
afterEach(() => rig.remove());

const install = async (name: string, mode = 0o755) => {
  await writeFile(join(bin, name), '#!/bin/sh\n');
  await chmod(join(bin, name), mode);
};
const editors = (env: Record<string, string> = {}) =>
  createEditors({
    platform: 'linux',
    homeFolder: rig.base,
    env: { PATH: `${bin}:relative`, ...env },
    launch: (command) => {
      started.push(command);
      return Promise.resolve({ kind: 'running' });
    },
    known: KNOWN_EDITORS.map((editor) => ({ ...editor, places: () => [] })),
  });

describe('editors', () => {
  it('are what is on the PATH and can be started; the system’s own where there is a display', async () => {
    await install('cursor');
    await install('zeditor');
    await install('code', 0o644);
    await install('xdg-open');
    const ids = async (env?: Record<string, string>) => (await editors(env).list()).map(({ id }) => id);
    expect(await ids()).toEqual(['cursor', 'zed']);
    expect(await ids({ DISPLAY: ':0' })).toEqual(['cursor', 'zed', 'system']);
  });
  it.each([
    ['code', 'code', ['--goto', 'FILE:7']],
    ['zed', 'zed', ['FILE:7']],
    ['idea', 'idea', ['--line', '7', 'FILE']],
  ])('%s is told file and line in its own way, and no shell reads it', async (editor, program, args) => {
    await install(program);
    const file = join(rig.root, 'src', 'a b;$(x).ts');
    const path = 'src/a b;$(x).ts';
    expect(await editors().open({ root: rig.root, path, editor, line: 7 })).toEqual({ ok: true, value: null });
    expect(started).toMatchObject([
      { program: join(bin, program), args: args.map((arg) => arg.replace('FILE', file)), cwd: join(rig.root, 'src') },
    ]);
  });
  it('open nothing outside, and say what is missing', async () => {
    await symlink(join(rig.base, 'secret.txt'), join(rig.root, 'out.txt'));
    const open = async (path: string, editor: string | null) => {
      const answer = await editors().open({ root: rig.root, path, editor, line: null });
      return answer.ok ? 'opened' : answer.error;
    };
    expect(await open('src', null)).toEqual({ code: 'editor.missing', editor: '' });
    await install('code');
    expect(await open('src', 'zed')).toEqual({ code: 'editor.missing', editor: 'zed' });
    expect(await open('out.txt', 'code')).toMatchObject({ code: 'path.outside' });
    expect(started).toEqual([]);
    expect(await open('src', null)).toBe('opened');
    expect(started).toMatchObject([{ args: ['--goto', join(rig.root, 'src')], cwd: join(rig.root, 'src') }]);
  });
  it('say why a program did not open it', async () => {
    const run = (program: string, args: string[]) => launchProgram({ program, args, cwd: rig.root, env: process.env });
    expect(await run(join(bin, 'none'), [])).toMatchObject({ kind: 'failed' });
    expect(await run(process.execPath, ['-e', 'process.exit(3)'])).toMatchObject({ kind: 'failed' });
    expect(await run(process.execPath, ['-e', ''])).toEqual({ kind: 'running' });
  });
});

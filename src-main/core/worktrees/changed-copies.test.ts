import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { localFiles, UNREACHABLE, type HostFiles } from '../hosts/host-files.ts';
import { changedCopies } from './changed-copies.ts';

it('what cannot be looked at counts as changed, what is gone does not, and a machine that cannot be asked is no answer', async () => {
  const root = mkdtempSync(join(tmpdir(), 'skein-copies-'));
  try {
    const write = (name: string, text: string, seconds: number) => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
      utimesSync(join(root, name), seconds, seconds);
    };
    for (const name of ['same', 'touched', 'edited', 'closed', 'unread', 'lost', 'only-here'])
      for (const side of ['from', 'to']) write(`${side}/${name}`, name, side === 'to' && name !== 'same' ? 2 : 1);
    write('to/edited', 'EDITED', 2);
    rmSync(join(root, 'to/lost'));
    rmSync(join(root, 'from/only-here'));
    const failing = (code: string): HostFiles => {
      const refuse =
        (names: readonly string[], look: (path: string, ...rest: never[]) => unknown) =>
        (path: string, ...rest: never[]) =>
          names.some((name) => path.endsWith(name))
            ? Promise.reject(Object.assign(new Error(code), { code }))
            : look(path, ...rest);
      const { lstat, readFile } = localFiles;
      return {
        ...localFiles,
        lstat: refuse(['to/closed'], lstat as never) as HostFiles['lstat'],
        readFile: refuse(['to/unread'], readFile as never) as HostFiles['readFile'],
      };
    };
    const names = ['same', 'touched', 'edited', 'closed', 'unread', 'lost', 'only-here'];
    const changed = (code: string, some = names) =>
      changedCopies(failing(code), join(root, 'from'), join(root, 'to'), some);
    expect(await changed('EACCES')).toEqual(['edited', 'closed', 'unread', 'only-here']);
    for (const name of ['closed', 'unread'])
      await expect(changed(UNREACHABLE, [name])).rejects.toMatchObject({ code: UNREACHABLE });
  } finally {
    rmSync(root, { recursive: true });
  }
});

import { existsSync, lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { FilesEvent } from '../../../../src-shared/model/files.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import type { KeptCopy } from '../../../../src-shared/model/worktree.ts';
import type { TestClient } from '../../rpc/testing/test-client.ts';

/** Makes, moves, copies and deletes files of another machine, with a way back, and hears what others change there. */
export async function changeFilesThere(
  client: TestClient,
  { serverId, folder, home }: { readonly serverId: ServerId; readonly folder: string; readonly home: string },
): Promise<void> {
  const root = join(folder, 'things');
  const at = (...names: readonly string[]) => join(root, ...names);
  mkdirSync(at('deep'), { recursive: true });
  writeFileSync(at('deep/a.txt'), 'a');
  symlinkSync(home, at('out'));
  const call = async (method: string, input: object) => {
    const answer = await client.call<object | null>(`files.${method}`, { serverId, root, ...input });
    return answer.ok ? answer.value : answer.error.code;
  };
  const list = (path: string) => call('list', { path, after: null, limit: 100 });

  // What somebody else does in the folders and files that are open is heard of.
  await list('.');
  const heard = client.stream<FilesEvent>('files.watch', { serverId, root });
  const hears = (path: string) => heard.until((event) => event.type === 'changed' && event.paths.includes(path));
  await list('deep');
  await call('readText', { path: 'deep/a.txt' });

  expect(await call('create', { path: 'new/b.txt', kind: 'file' })).toBeNull();
  await hears('new');
  expect(await call('create', { path: 'new/b.txt', kind: 'file' })).toBe('file.exists');
  expect(await call('create', { path: 'deep', kind: 'folder' })).toBe('file.exists');
  expect(await call('duplicate', { path: 'deep/a.txt' })).toEqual({ path: 'deep/a copy.txt' });
  await hears('deep/a copy.txt');
  expect(await call('duplicate', { path: 'deep' })).toEqual({ path: 'deep copy' });
  expect(readFileSync(at('deep copy/a copy.txt'), 'utf8')).toBe('a');
  expect(await call('rename', { path: 'deep/a copy.txt', to: 'deep/a.txt' })).toBe('file.exists');
  expect(await call('rename', { path: 'deep/a copy.txt', to: 'moved/it\'s "c".txt' })).toBeNull();
  expect(readFileSync(at('moved/it\'s "c".txt'), 'utf8')).toBe('a');
  writeFileSync(at('deep/a.txt'), 'by somebody else');
  await hears('deep/a.txt');
  heard.close();

  // Pictures and texts can be looked at; pages, whose parts lie there, cannot.
  writeFileSync(at('dot.gif'), Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64'));
  expect(await call('preview', { path: 'dot.gif' })).toEqual({ url: null, kind: 'image' });
  expect(await call('imageUrl', { source: at('dot.gif') })).toMatchObject({ url: expect.any(String) as string });
  expect(await call('preview', { path: 'a.md' })).toEqual({ url: null, kind: 'markdown' });
  expect(await call('preview', { path: 'a.html' })).toBe('host.not-here');

  // Deleted, and brought back: by the toast, and on the page of what can be recovered.
  const removed = (await call('remove', { path: 'deep' })) as { readonly id: string };
  expect(existsSync(at('deep'))).toBe(false);
  expect(lstatSync(join(home, '.codex/skein/trash', removed.id)).mode & 0o777).toBe(0o700);
  writeFileSync(at('deep'), 'in the way');
  expect(await call('restoreRemoved', removed)).toBe('file.exists');
  await call('rename', { path: 'deep', to: 'way' });
  expect(await call('restoreRemoved', removed)).toBeNull();
  expect(readFileSync(at('deep/a.txt'), 'utf8')).toBe('by somebody else');
  expect(await call('restoreRemoved', removed)).toBe('file.expired');
  await call('remove', { path: 'out' });
  const copies = async () => {
    const answer = await client.call<readonly KeptCopy[]>('recover.copies', { serverId });
    return answer.ok ? answer.value : [];
  };
  expect(await copies()).toMatchObject([{ kind: 'removed', root, paths: ['out'] }]);
  const [{ kind, id } = { kind: 'removed', id: '' }] = await copies();
  expect(await client.call('recover.restoreCopy', { serverId, kind, id })).toEqual({ ok: true, value: null });
  expect(lstatSync(at('out')).isSymbolicLink()).toBe(true);

  // Nothing outside, wherever links lead.
  for (const path of ['.', '../till.txt', 'out/x', join(home, 'x')]) {
    expect(await call('remove', { path })).toBe('path.outside');
    if (path !== '.') expect(await call('create', { path, kind: 'file' })).toBe('path.outside');
  }
  expect(await call('remove', { path: 'none' })).toBe('path.missing');
}

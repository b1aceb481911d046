import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProjectId, ServerId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { localHost } from '../hosts/local-host.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { createManualClock } from '../rpc/testing/manual-clock.ts';
import { openProjects, type ProjectService } from './project-service.ts';

const SERVER = 'server' as ServerId;
const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

let root: string;
let clock: ReturnType<typeof createManualClock>;
let opened: ProjectService[];
let started: string[];
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'skein-projects-')));
  clock = createManualClock();
  opened = [];
  started = [];
});
afterEach(async () => {
  for (const projects of opened) await projects.dispose();
  rmSync(root, { recursive: true, force: true });
});

async function open(): Promise<ProjectService> {
  const projects = await openProjects({
    elsewhere: () => null,
    threadFolders: () => started,
    skeinHome: join(root, 'skein'),
    homeFolder: root,
    git: createGitRunner({ env: process.env, host: localHost }),
    clock,
    log: quiet,
    report: () => undefined,
  });
  opened.push(projects);
  return projects;
}
function folder(name: string): string {
  const path = join(root, name);
  mkdirSync(path, { recursive: true });
  return path;
}
async function add(projects: ProjectService, path: string): Promise<ProjectId> {
  const added = await projects.add(SERVER, path);
  if (!added.ok) throw new Error(added.error.code);
  return added.value.projectId;
}
/** Resolves with the list as soon as it satisfies `wanted`; lets the watch look again until then. */
async function until(projects: ProjectService, wanted: (list: readonly Project[]) => boolean) {
  let stop = () => {};
  const found = await new Promise<readonly Project[]>((resolve) => {
    stop = projects.watch((list) => {
      if (wanted(list)) resolve(list);
    });
    clock.advance(5_000);
  });
  stop();
  return found;
}

it('adds folders, names them after their last part, and knows them again after a restart', async () => {
  const first = await open();
  const shop = await add(first, `${folder('shop')}/`);
  folder('my notes');
  const notes = await add(first, '~/my notes');
  first.trust(shop, true);
  first.rename(notes, 'Notes');
  first.reorder([notes, shop]);
  await first.dispose();
  const again = await open();
  expect(again.list()).toEqual([
    {
      id: notes,
      serverId: SERVER,
      name: 'Notes',
      path: join(root, 'my notes'),
      trusted: false,
      trustKnown: false,
      state: 'ok',
      git: null,
    },
    {
      id: shop,
      serverId: SERVER,
      name: 'shop',
      path: join(root, 'shop'),
      trusted: true,
      trustKnown: true,
      state: 'ok',
      git: null,
    },
  ]);
});

it('answers the project that is there for the same folder, also through a link', async () => {
  const projects = await open();
  folder('shop');
  const [id, same] = await Promise.all([add(projects, join(root, 'shop')), add(projects, join(root, 'shop'))]);
  expect(same).toBe(id);
  symlinkSync(join(root, 'shop'), join(root, 'link'));
  expect([await add(projects, join(root, 'shop/')), await add(projects, join(root, 'link'))]).toEqual([id, id]);
  expect(projects.list()).toHaveLength(1);
  expect(await projects.add('other' as ServerId, join(root, 'shop'))).toMatchObject({ ok: true });
  expect(projects.list()).toHaveLength(2);
});

it('refuses what is no folder', async () => {
  const projects = await open();
  writeFileSync(join(root, 'file'), '');
  const codes = [];
  for (const path of ['shop', join(root, 'none'), join(root, 'file'), '']) {
    const added = await projects.add(SERVER, path);
    codes.push(added.ok ? 'ok' : added.error.code);
  }
  expect(codes).toEqual(['path.not-absolute', 'path.missing', 'path.not-a-folder', 'path.not-absolute']);
});

it('says what is unknown', async () => {
  const projects = await open();
  const unknown = { ok: false, error: { code: 'project.unknown' } };
  const none = 'none' as ProjectId;
  expect([projects.remove(none), projects.rename(none, 'x'), projects.trust(none, true)]).toEqual([
    unknown,
    unknown,
    unknown,
  ]);
});

it('remembers removed folders as recent, newest first, until they are projects again', async () => {
  const projects = await open();
  const [a, b] = [await add(projects, folder('a')), await add(projects, folder('b'))];
  projects.remove(b);
  projects.remove(a);
  expect(projects.recent(SERVER)).toEqual([join(root, 'a'), join(root, 'b')]);
  await add(projects, join(root, 'b'));
  expect(projects.recent(SERVER)).toEqual([join(root, 'a')]);
});

it('follows the branch, and a folder that goes and comes back', async () => {
  const shop = folder('shop');
  const git = (...args: string[]) => execFileSync('git', args, { cwd: shop, stdio: 'pipe' });
  const projects = await open();
  await add(projects, shop);
  expect(projects.list()[0]?.git).toBeNull();
  git('init', '-q');
  git('symbolic-ref', 'HEAD', 'refs/heads/one');
  expect((await until(projects, ([shown]) => shown?.git !== null))[0]?.git).toEqual({
    branch: 'one',
    root: shop,
    worktrees: [],
  });
  // Where its threads were started is the project's own for good; what lies in its folder is no worktree.
  started = ['/codex/worktrees/gone/shop', join(shop, 'src')];
  git('symbolic-ref', 'HEAD', 'refs/heads/two/x');
  const [moved] = await until(projects, ([shown]) => shown?.git?.branch === 'two/x');
  expect(moved?.git?.worktrees).toEqual(['/codex/worktrees/gone/shop']);
  await until(projects, ([shown]) => shown?.git?.branch === 'two/x');
  renameSync(shop, join(root, 'elsewhere'));
  expect((await until(projects, ([shown]) => shown?.state === 'missing'))[0]?.git).toBeNull();
  renameSync(join(root, 'elsewhere'), shop);
  await until(projects, ([shown]) => shown?.state === 'ok' && shown.git?.branch === 'two/x');
});

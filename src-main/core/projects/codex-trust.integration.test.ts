import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { createMemoryLog, realClock, supervise, type Supervised } from '../codex/testing/supervised.ts';
import { createGitRunner } from '../git/git-runner.ts';
import { localHost } from '../hosts/local-host.ts';
import { followCodexTrust } from './codex-trust.ts';
import { openProjects, type ProjectService } from './project-service.ts';

let codex: Supervised;
let root: string;
let projects: ProjectService;
let stop: () => void;
beforeEach(async () => {
  codex = supervise();
  root = join(codex.codexHome, '..');
  for (const name of ['home', 'known', 'unknown']) mkdirSync(join(root, name), { recursive: true });
  projects = await openProjects({
    elsewhere: () => null,
    threadFolders: () => [],
    skeinHome: join(root, 'skein'),
    homeFolder: root,
    git: createGitRunner({ env: process.env, host: localHost }),
    clock: realClock,
    log: createMemoryLog().log,
    report: () => undefined,
  });
  stop = followCodexTrust(projects, codex.server);
});
afterEach(async () => {
  stop();
  await projects.dispose();
  await codex.dispose();
});

const until = (wanted: (list: readonly Project[]) => boolean) =>
  new Promise<void>((resolve) => {
    const end = projects.watch((list) => {
      if (!wanted(list)) return;
      queueMicrotask(() => end());
      resolve();
    });
  });
const add = async (name: string): Promise<ProjectId> => {
  const added = await projects.add(codex.server.id, join(root, name));
  if (!added.ok) throw new Error(added.error.code);
  return added.value.projectId;
};
const isTrusted = (id: ProjectId) => projects.find(id)?.trusted;

it('a folder that Codex trusts is not asked about', async () => {
  appendFileSync(
    join(codex.codexHome, 'config.toml'),
    `\n[projects.${JSON.stringify(join(root, 'known'))}]\ntrust_level = "trusted"\n`,
  );
  const asked: boolean[] = [];
  const stopWatching = projects.watch((list) => {
    for (const { trusted, trustKnown } of list) if (!trusted) asked.push(trustKnown);
  });
  const early = await add('known');
  await codex.server.restart();
  await until(() => isTrusted(early) === true);
  stopWatching();
  expect(asked).not.toContain(true);
  projects.trust(early, false);
  const unknown = await add('unknown');
  const late = projects.remove(early).ok ? await add('known') : early;
  await until(() => isTrusted(late) === true);
  await until((list) => list.some(({ id, trustKnown }) => id === unknown && trustKnown));
  expect(isTrusted(unknown)).toBe(false);
});

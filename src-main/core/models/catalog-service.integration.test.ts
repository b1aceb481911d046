import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Catalog } from '../../../src-shared/model/catalog.ts';
import { createMemoryLog, supervise } from '../codex/testing/supervised.ts';
import type { Supervised } from '../codex/testing/supervised.ts';
import { createCatalogService } from './catalog-service.ts';
import type { CatalogService } from './catalog-service.ts';

let supervised: Supervised;
let service: CatalogService;
let project: string;
beforeEach(() => {
  supervised = supervise();
  service = createCatalogService({ log: createMemoryLog().log });
  const root = realpathSync(dirname(supervised.codexHome));
  project = join(root, 'project');
  mkdirSync(project);
  mkdirSync(join(supervised.codexHome, 'prompts'), { recursive: true });
  writeFileSync(join(supervised.codexHome, 'prompts', 'tidy.md'), '---\ndescription: Tidies up\n---\nTidy.');
  writeFileSync(
    join(supervised.codexHome, 'config.toml'),
    [
      'model = "gpt-5.4"',
      'model_reasoning_effort = "high"',
      'default_permissions = "team"',
      `[projects."${project}"]\ntrust_level = "trusted"`,
      '[permissions.team]\ndescription = "Team rules"\nextends = ":workspace"',
    ].join('\n'),
  );
});
afterEach(async () => {
  service.dispose();
  await supervised.dispose();
});

/** Every catalog that came, and a wait for the first that satisfies `wanted`. */
function watchCatalog() {
  const seen: Catalog[] = [];
  const looks = new Set<() => void>();
  const stop = service.watch(supervised.server, project, {
    emit: (catalog) => {
      seen.push(catalog);
      for (const look of looks) look();
    },
  });
  const until = (wanted: (catalog: Catalog) => boolean) =>
    new Promise<Catalog>((resolve) => {
      const look = () => {
        const found = seen.find(wanted);
        if (!found) return;
        looks.delete(look);
        resolve(found);
      };
      looks.add(look);
      look();
    });
  return { seen, until, stop };
}

function writeSkill(home: string, name: string) {
  mkdirSync(join(home, 'skills', name), { recursive: true });
  const text = `---\nname: ${name}\ndescription: Knows ${name}\n---\nBe wise.`;
  writeFileSync(join(home, 'skills', name, 'SKILL.md'), text);
}

it('tells what a folder can choose from, and what changes', async () => {
  const { seen, until, stop } = watchCatalog();
  const offersProfiles = () => supervised.server.state().capabilities?.permissionProfiles === true;
  const catalog = await until(
    ({ skills, prompts, permissions }) =>
      skills.length > 0 &&
      prompts.length > 0 &&
      permissions.some(({ id }) => id.startsWith('profile:')) === offersProfiles(),
  );
  expect(catalog.models.filter(({ isDefault }) => isDefault)).toHaveLength(1);
  expect(catalog.models.every(({ id, name, efforts }) => id !== '' && name !== '' && efforts.length > 0)).toBe(true);
  expect(catalog.modes).toEqual(['default', 'plan']);
  expect(catalog.prompts).toMatchObject([{ name: 'tidy', description: 'Tidies up' }]);
  const profiles = offersProfiles() ? ['profile:team'] : [];
  expect(catalog.defaults).toMatchObject({ model: 'gpt-5.4', effort: 'high', permissions: profiles[0] ?? 'auto' });
  expect(catalog.permissions.map(({ id }) => id)).toEqual(['readOnly', 'ask', 'auto', 'fullAccess', ...profiles]);
  expect(seen[0]?.models).not.toEqual([]);

  const other = watchCatalog();
  expect(other.seen).toEqual([seen.at(-1)]);
  other.stop();

  // From its first thread on the server watches the skills of its home.
  await supervised.server.call('thread/start', { cwd: project });
  writeSkill(supervised.codexHome, 'knitting');
  writeFileSync(join(supervised.codexHome, 'prompts', 'new.md'), 'New one');
  const changed = await until(
    ({ skills, prompts }) => skills.some(({ name }) => name === 'knitting') && prompts.length === 2,
  );
  expect(changed.skills.find(({ name }) => name === 'knitting')).toMatchObject({
    description: 'Knows knitting',
    scope: 'user',
    enabled: true,
  });
  stop();

  // Of a folder's own skills nobody tells: they are read whenever its catalog is opened.
  writeSkill(join(project, '.codex'), 'weaving');
  const opened = watchCatalog();
  const { skills } = await opened.until((again) => again.skills.some(({ name }) => name === 'weaving'));
  expect(skills.find(({ name }) => name === 'weaving')).toMatchObject({ scope: 'repo' });
  opened.stop();
});

it('is told again after the server came back', async () => {
  const { seen, until, stop } = watchCatalog();
  await until(({ models }) => models.length > 0);
  const before = seen.length;
  writeFileSync(join(supervised.codexHome, 'config.toml'), 'model = "gpt-5.2"');
  await supervised.server.restart();
  const again = await until(({ defaults }) => defaults.model === 'gpt-5.2');
  expect(seen.indexOf(again)).toBeGreaterThanOrEqual(before);
  stop();
});

it('says that the models could not be read, and tries again when asked and when the server is back', async () => {
  await supervised.server.stop();
  const { seen, until, stop } = watchCatalog();
  const failed = await until(({ modelsFailed }) => modelsFailed === true);
  expect(failed.models).toEqual([]);
  const before = seen.length;
  service.reload(supervised.server.id, project);
  await until((catalog) => seen.indexOf(catalog) >= before && catalog.modelsFailed === true);
  await supervised.server.restart();
  const read = await until(({ models }) => models.length > 0);
  expect(read.modelsFailed).toBe(false);
  stop();
});

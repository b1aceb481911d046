import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partsList } from './parts-list.ts';

const ROOT = join(import.meta.dirname, '../..');
const FOLDER = join(ROOT, '.github/workflows');

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly defaults?: { readonly run?: { readonly shell?: string } };
  readonly strategy?: { readonly matrix?: Readonly<Record<string, unknown>> };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

// The reader that electron-updater brings along.
const own = createRequire(import.meta.url);
const { load } = createRequire(own.resolve('electron-updater'))('js-yaml') as {
  readonly load: (text: string) => unknown;
};
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const CONTEXTS = new Set(['github', 'runner', 'matrix', 'secrets', 'vars']);

/** What stands between `${{` and `}}`. */
const expressions = (text: string): readonly string[] =>
  [...text.matchAll(/\$\{\{(.*?)\}\}/gs)].map(([, inner]) => inner ?? '');
/** `github.ref`, `matrix.os` and the like, without what is in quotes. */
const references = (expression: string): readonly string[] =>
  expression.replace(/'[^']*'/g, '').match(/\b[a-z]+\.[\w.]+/gi) ?? [];

describe.each(readdirSync(FOLDER))('workflow %s', (file) => {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const workflow = load(text) as Workflow;
  const jobs = Object.entries(workflow.jobs);
  const steps = jobs.flatMap(([, job]) => job.steps);

  it('may only read, but where a job says what it writes; nobody’s pull request runs with its secrets', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
    for (const [, { permissions }] of jobs) expect(Object.keys(permissions ?? {})).not.toContain('actions');
  });

  it('has jobs that end, on systems that are there, after jobs that are there', () => {
    for (const [name, job] of jobs) {
      const systems = JSON.stringify([job['runs-on'], job.strategy?.matrix]);
      expect(systems, name).toMatch(/(ubuntu|macos|windows)-latest/);
      expect(job['timeout-minutes'], name).toBeLessThanOrEqual(90);
      for (const needed of [job.needs ?? []].flat()) expect(Object.keys(workflow.jobs), name).toContain(needed);
      // PowerShell takes words apart in its own way.
      if (systems.includes('windows')) expect(job.defaults?.run?.shell, name).toBe('bash');
    }
  });

  it('uses actions at one commit each, and leaves no key in the folder', () => {
    for (const [step] of steps.flatMap((each) => (each.uses === undefined ? [] : [[each] as const]))) {
      expect(step.uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(text).toMatch(new RegExp(`${step.uses ?? ''} # v\\d+\\.\\d+\\.\\d+\n`));
      if (step.uses?.startsWith('actions/checkout@')) expect(step.with).toEqual({ 'persist-credentials': false });
    }
    for (const step of steps) expect((step.run === undefined) !== (step.uses === undefined), step.name).toBe(true);
  });

  it('names only what is there in its expressions, and no secret or foreign text in a script', () => {
    for (const [, job] of jobs) {
      const matrix = JSON.stringify(job.strategy?.matrix ?? {});
      for (const inner of expressions(JSON.stringify(job)))
        for (const reference of references(inner)) {
          const [context = '', key = ''] = reference.split('.');
          expect(CONTEXTS, reference).toContain(context);
          if (context === 'matrix') expect(matrix, reference).toContain(`"${key}":`);
        }
      for (const { run = '', if: when = '' } of job.steps) {
        expect(expressions(run).filter((inner) => !/^ matrix\.\w+ $/.test(inner))).toEqual([]);
        expect(when).not.toContain('secrets.');
      }
    }
    expect(text.match(/\$\{\{/g)?.length ?? 0).toBe(expressions(text).length);
  });

  it('has scripts that a shell can read and programs that the project has', () => {
    for (const { run } of steps) {
      if (run === undefined) continue;
      const script = run.replace(/\$\{\{.*?\}\}/gs, 'word');
      execFileSync('bash', ['-n'], { input: script });
      for (const [, name = ''] of script.matchAll(/npm run (?:--\S+ )*([\w:]+)/g)) expect(scripts).toHaveProperty(name);
      for (const [path] of script.matchAll(/\b(?:build|node_modules\/electron)\/[\w/.-]+/g))
        expect(existsSync(join(ROOT, path)), path).toBe(true);
      // A variable that is not quoted falls apart at its blanks.
      expect(script.replace(/"[^"]*"|'[^']*'/g, '')).not.toMatch(/\$\w/);
    }
  });
});

it('lists the parts of a package as SPDX has it, each once', () => {
  const parts = [
    { name: '@a/b_c', version: '1.0.0', license: 'MIT', integrity: `sha512-${Buffer.from('x').toString('base64')}` },
    { name: '@a/b-c', version: '1.0.0', license: '(MIT OR Apache-2.0)', resolved: 'https://example.com/b.tgz' },
    { name: '@a/b-c', version: '1.0.0', license: 'MIT' },
  ];
  const list = partsList({ name: 'skein', version: '1.2.3' }, parts, '2026-01-02T03:04:05Z') as {
    readonly packages: readonly { readonly SPDXID: string }[];
    readonly relationships: readonly unknown[];
  };
  expect(list).toMatchObject({
    spdxVersion: 'SPDX-2.3',
    documentNamespace: expect.stringMatching(/^https:\/\/\S+$/) as unknown,
    packages: [
      { name: 'skein', versionInfo: '1.2.3' },
      { name: '@a/b-c', licenseDeclared: 'MIT', externalRefs: [{ referenceLocator: 'pkg:npm/%40a/b-c@1.0.0' }] },
      { name: '@a/b_c', checksums: [{ algorithm: 'SHA512', checksumValue: '78' }] },
    ],
  });
  const ids = list.packages.map(({ SPDXID }) => SPDXID);
  expect(new Set(ids).size).toBe(3);
  for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/);
  expect(list.relationships).toHaveLength(3);
});

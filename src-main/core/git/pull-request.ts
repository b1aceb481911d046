import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { absentAs, type HostFiles } from '../hosts/host-files.ts';
import type { GitRunner } from './git-runner.ts';
import { findDefaultBranch } from './refs.ts';
import { gitText } from './repository.ts';
import { readStatus } from './status.ts';

export interface PullRequestDraft {
  readonly title: string;
  readonly body: string;
  readonly base: string;
}

/** Where GitHub looks for a template. */
const TEMPLATES = ['.github', '.', 'docs'].flatMap((folder) =>
  ['pull_request_template.md', 'PULL_REQUEST_TEMPLATE.md'].map((name) => `${folder}/${name}`),
);
const MAX_COMMITS = 100;

/** Title and body for a pull request of the branch that is checked out, from its commits. Fails with `git.detached`. */
export async function draftPullRequest(git: GitRunner, root: string): Promise<Result<PullRequestDraft, AppError>> {
  const [status, base] = await Promise.all([readStatus(git, root), findDefaultBranch(git, root)]);
  if (!status.ok) return status;
  if (!base.ok) return base;
  const { head } = status.value;
  if (head.kind !== 'branch') return err({ code: 'git.detached' });
  const range = base.value ? [`${base.value.ref}..HEAD`] : ['HEAD'];
  const args = [
    'log',
    '-z',
    '--reverse',
    '--no-merges',
    `--max-count=${MAX_COMMITS}`,
    '--format=%s%x01%b',
    ...range,
    '--',
  ];
  const log = head.commit === null ? ok('') : await gitText(git, args, { cwd: root });
  if (!log.ok) return log;
  const commits = log.value.split('\0').filter(Boolean);
  const written = composeDraft(
    head.name,
    commits.map((record) => {
      const [subject = '', body = ''] = record.split('\x01');
      return { subject, body: body.trim() };
    }),
  );
  const template = await readTemplate(git.files, root);
  const body = template === '' ? written.body : [written.body, template].filter(Boolean).join('\n\n');
  return ok({ title: written.title, body, base: base.value?.name ?? 'main' });
}

/** One commit says it all; of several, the branch's name is the title and their subjects are the body. */
export function composeDraft(
  branch: string,
  commits: readonly { readonly subject: string; readonly body: string }[],
): { readonly title: string; readonly body: string } {
  const [only] = commits;
  if (only && commits.length === 1) return { title: only.subject, body: only.body };
  const words = branch
    .slice(branch.lastIndexOf('/') + 1)
    .replace(/[-_]+/g, ' ')
    .trim();
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  return { title, body: commits.map(({ subject }) => `- ${subject}`).join('\n') };
}

async function readTemplate({ paths, readFile }: HostFiles, root: string): Promise<string> {
  for (const path of TEMPLATES) {
    const text = await readFile(paths.join(root, path), 'utf8').catch(absentAs(''));
    if (text.trim() !== '') return text.trim();
  }
  return '';
}

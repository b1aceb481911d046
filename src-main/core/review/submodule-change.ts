import type { FileDiff } from '../../../src-shared/model/review.ts';
import type { GitRunner } from '../git/git-runner.ts';
import { absentAs } from '../hosts/host-files.ts';
import type { Change } from './list-changes.ts';

const LOG_LINES = 20;

/** From which commit to which a submodule moved, and what happened between, newest first: `>` came, `<` went. */
export async function submoduleChange(
  git: GitRunner,
  root: string,
  { path, oldBlob, newBlob }: Change,
): Promise<NonNullable<FileDiff['submodule']>> {
  const { paths, stat } = git.files;
  const cwd = paths.join(root, path);
  const to = newBlob?.replace(/-dirty$/, '') ?? null;
  const change = { from: oldBlob, to: newBlob };
  const isThere = (await stat(paths.join(cwd, '.git')).catch(absentAs(null))) !== null;
  if (!isThere || to === null || to === oldBlob) return { ...change, log: [] };
  const format = ['--format=%m %h %s', `--max-count=${LOG_LINES}`, '--no-show-signature'];
  const range = oldBlob === null ? [to] : ['--left-right', `${oldBlob}...${to}`];
  const log = await git.raw(['log', ...format, ...range, '--'], { cwd });
  // A commit that was not fetched has no log here.
  if (!log.ok) return { ...change, log: [] };
  return { ...change, log: log.value.stdout.toString('utf8').split('\n').filter(Boolean) };
}

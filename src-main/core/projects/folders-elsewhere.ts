import { checkServerFolder } from '../codex/server-folders.ts';
import { createServerHost } from '../codex/server-host.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createGitRunner } from '../git/git-runner.ts';
import type { Clock } from '../ports.ts';
import type { FolderFacts } from './folder-facts.ts';
import type { FoldersElsewhere, ProjectService } from './project-service.ts';

/** Nothing tells of changes on another machine; a look is a few small requests for each project. */
const LOOK_EVERY_MS = 30_000;

/** Folders on another machine, as its server sees them. `toHostPath`: what was typed, as the host writes it. */
export function createFoldersElsewhere(server: CodexServer, toHostPath: (typed: string) => string): FoldersElsewhere {
  // The environment is the server's own.
  const git = createGitRunner({ env: {}, host: createServerHost(server) });
  const gitFacts = async (cwd: string): Promise<FolderFacts['git']> => {
    const root = await git.run(['rev-parse', '--show-toplevel'], { cwd });
    if (!root.ok) return null;
    // Exit code 1: a detached head.
    const branch = await git.raw(['symbolic-ref', '--short', '-q', 'HEAD'], { cwd, okCodes: [0, 1] });
    const name = branch.ok ? branch.value.stdout.toString('utf8').trim() : '';
    return { branch: name === '' ? null : name, root: root.value, worktrees: [] };
  };
  return {
    check: (typed) => checkServerFolder(server, toHostPath(typed)),
    look: async (path) => {
      if (server.state().phase.kind !== 'ready') return null;
      const there = await checkServerFolder(server, path);
      if (there.ok) return { state: 'ok', git: await gitFacts(path) };
      switch (there.error.code) {
        case 'path.missing':
        case 'path.not-a-folder':
          return { state: 'missing', git: null };
        case 'path.no-access':
          return { state: 'unreadable', git: null };
        default:
          return null;
      }
    },
  };
}

/** Looks at the projects of another machine when it can be reached again, and from time to time. Ends with the answer. */
export function followElsewhere(
  server: Pick<CodexServer, 'id' | 'state' | 'onReady'>,
  projects: Pick<ProjectService, 'lookElsewhere'>,
  clock: Clock,
): () => void {
  let cancel = () => {};
  const look = () => {
    cancel();
    cancel = clock.after(LOOK_EVERY_MS, look);
    if (server.state().phase.kind === 'ready') void projects.lookElsewhere(server.id);
  };
  const stop = server.onReady(look);
  return () => {
    stop();
    cancel();
  };
}

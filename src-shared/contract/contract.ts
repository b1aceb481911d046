import type { ClientOf, HandlersOf } from './define.ts';
import { accounts } from './accounts.ts';
import { app, settings } from './app.ts';
import { approvals } from './approvals.ts';
import { checkpoints } from './checkpoints.ts';
import { drafts, history, queue } from './composer.ts';
import { desktop } from './desktop.ts';
import { config } from './config.ts';
import { feedback } from './feedback.ts';
import { imports } from './imports.ts';
import { files } from './files.ts';
import { git } from './git.ts';
import { homes } from './homes.ts';
import { hosts } from './hosts.ts';
import { apps, hooks, skills } from './extensions.ts';
import { mcp } from './mcp.ts';
import { plugins } from './plugins.ts';
import { projects } from './projects.ts';
import { providers } from './providers.ts';
import { review } from './review.ts';
import { servers } from './servers.ts';
import { terminals } from './terminals.ts';
import { threads } from './threads.ts';
import { windows } from './windows.ts';
import { recover, worktrees } from './worktrees.ts';

/** The whole API between renderer and core. Client types, router and input validation derive from it. */
export const contract = {
  accounts,
  app,
  settings,
  servers,
  homes,
  hosts,
  providers,
  projects,
  threads,
  files,
  approvals,
  drafts,
  queue,
  history,
  git,
  checkpoints,
  desktop,
  review,
  recover,
  terminals,
  worktrees,
  config,
  feedback,
  imports,
  plugins,
  skills,
  apps,
  mcp,
  hooks,
  windows,
} as const;
export type AppClient = ClientOf<typeof contract>;
export type AppHandlers = HandlersOf<typeof contract>;

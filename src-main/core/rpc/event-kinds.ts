import type { contract } from '../../../src-shared/contract/contract.ts';
import type { Stream } from '../../../src-shared/contract/define.ts';
import type { z } from 'zod';

type StreamPaths<C> = {
  [S in keyof C & string]: {
    [M in keyof C[S] & string]: C[S][M] extends Stream<z.ZodType, infer _Event> ? `${S}.${M}` : never;
  }[keyof C[S] & string];
}[keyof C & string];

/**
 * What may happen to a stream's events on their way, when they come faster than they leave:
 * `patches`, `changes`: numbered; neighbours are joined, and too many are dropped for a gap that makes the client ask anew.
 * `latest`: each event is the whole value; only the newest one has to arrive.
 * `every`: each one counts; too many end the stream.
 */
export type EventKind = 'patches' | 'changes' | 'latest' | 'every';

const EVENT_KINDS: Readonly<Record<StreamPaths<typeof contract>, EventKind>> = {
  'accounts.watch': 'latest',
  'app.watch': 'every',
  'config.watch': 'latest',
  'config.watchHealth': 'latest',
  'config.watchRules': 'latest',
  'imports.watch': 'latest',
  'settings.watch': 'latest',
  'desktop.watch': 'latest',
  'servers.watch': 'latest',
  'servers.watchCatalog': 'latest',
  'homes.watch': 'latest',
  'hosts.watch': 'latest',
  'hosts.watchQuestions': 'latest',
  'hosts.install': 'latest',
  'projects.watch': 'latest',
  'threads.watchDirectory': 'changes',
  'threads.watch': 'patches',
  'approvals.watch': 'latest',
  'queue.watch': 'latest',
  'checkpoints.watch': 'latest',
  // Changes are not joined: too many end the stream, and the page opens it anew.
  'files.watch': 'every',
  'git.watch': 'latest',
  'review.watch': 'latest',
  'review.watchComments': 'latest',
  'worktrees.watch': 'latest',
  'worktrees.watchPreparations': 'latest',
  'plugins.watch': 'latest',
  'skills.watch': 'latest',
  'apps.watch': 'latest',
  'mcp.watch': 'latest',
  'hooks.watch': 'latest',
  'windows.watch': 'latest',
  'terminals.watchList': 'latest',
  // It says itself how much a window can take.
  'terminals.watch': 'every',
};

/** The kind for a path that may be any string; `every` loses nothing. */
export const eventKind = (path: string): EventKind =>
  Object.hasOwn(EVENT_KINDS, path) ? EVENT_KINDS[path as keyof typeof EVENT_KINDS] : 'every';

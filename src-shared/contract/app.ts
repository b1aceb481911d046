import { z } from 'zod';
import type { AppError } from './app-error.ts';
import type { DeepLink } from '../model/deep-link.ts';
import type { FolderListing } from '../model/project.ts';
import type { Settings } from '../model/settings.ts';
import type { ProjectId, ServerId } from '../model/ids.ts';
import { call, stream } from './define.ts';
import { path } from './fields.ts';

export interface AppInfo {
  readonly version: string;
  readonly shell: 'electron' | 'web';
  readonly platform: 'darwin' | 'win32' | 'linux';
  readonly homeFolder: string;
  readonly skeinHome: string;
  /** The shell has a native folder picker. */
  readonly canPickFolder: boolean;
  /** The shell can reveal a path in the file manager. */
  readonly canReveal: boolean;
  /** The server to show first. */
  readonly firstServerId: ServerId;
  /** Settings or other files could not be read and were set aside. */
  readonly startNotices: readonly AppError[];
}

/** A link as the core read it: a thread to begin has found its project, all else is the window's own affair. */
export type FollowedLink =
  | Exclude<DeepLink, { readonly kind: 'newThread' }>
  | {
      readonly kind: 'newThread';
      /** Null: the link names none. */
      readonly project: { readonly projectId: ProjectId; readonly serverId: ServerId } | null;
      readonly prompt: string | null;
    };

export type AppEvent =
  /** A path was handed over (start argument, second launch): open it as a project. */
  | { readonly type: 'openProject'; readonly projectId: ProjectId; readonly serverId: ServerId }
  /** A link asks for this. */
  | { readonly type: 'followLink'; readonly link: FollowedLink }
  | { readonly type: 'command'; readonly commandId: string }
  | { readonly type: 'failure'; readonly error: AppError }
  /** The shell wants to quit while turns run: ask, then answer with `app.quit`. */
  | { readonly type: 'confirmQuit'; readonly runningThreads: number };

const settingsChange = z.object({
  theme: z.enum(['system', 'dark', 'light']).optional(),
  uiFontSize: z.number().int().min(10).max(24).optional(),
  codeFontSize: z.number().int().min(9).max(28).optional(),
  grouping: z.enum(['project', 'time']).optional(),
  sendKey: z.enum(['enter', 'modEnter']).optional(),
  layout: z
    .object({
      sidebarWidth: z.number().min(160).max(800),
      sidebarFolded: z.boolean(),
      panelWidth: z.number().min(240).max(1600),
      panelFolded: z.boolean(),
      terminalHeight: z.number().min(80).max(4000),
      terminalOpen: z.boolean(),
    })
    .optional(),
  terminalScreenReader: z.boolean().optional(),
  review: z
    .object({
      layout: z.enum(['inline', 'split']),
      wrap: z.boolean(),
      whitespace: z.enum(['show', 'ignore']),
      tree: z.boolean(),
    })
    .optional(),
  foldedProjects: z.array(z.string().max(300)).max(2000).optional(),
  firstRunDone: z.boolean().optional(),
  seenVersion: z.string().max(60).nullable().optional(),
  keys: z.record(z.string().max(120), z.string().max(60)).optional(),
  noSandboxAccepted: z.boolean().optional(),
  desktop: z
    .object({
      notifications: z.enum(['never', 'background', 'always']),
      keepAwake: z.boolean(),
      tray: z.boolean(),
      spelling: z.boolean(),
    })
    .optional(),
  worktrees: z.object({ root: path.nullable(), keep: z.number().int().min(1).max(1000) }).optional(),
});

export const app = {
  info: call(z.object({})).returns<AppInfo>(),
  watch: stream(z.object({})).of<AppEvent>(),
  pickFolder: call(z.object({ from: path.nullable() })).returns<string | null>(),
  listFolder: call(z.object({ path: path.nullable() })).returns<FolderListing>(),
  createFolder: call(z.object({ parent: path, name: z.string().min(1).max(255) })).returns<FolderListing>(),
  reveal: call(z.object({ path })).returns<null>(),
  openExternal: call(z.object({ url: z.string().max(8000) })).returns<null>(),
  quit: call(z.object({ confirmed: z.boolean() })).returns<null>(),
  /** An error the page caught by itself, for the log file. */
  report: call(z.object({ message: z.string().max(20_000), stack: z.string().max(50_000).nullable() })).returns<null>(),
} as const;

export const settings = {
  watch: stream(z.object({})).of<Settings>(),
  change: call(settingsChange).returns<null>(),
} as const;

import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { settings as settingsSlice } from '../../../src-shared/contract/app.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src-shared/model/settings.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

const DEFAULT = DEFAULT_SETTINGS;
/** What the file may hold. A setting it does not know yet has its default. */
const storedSettings: z.ZodType<Settings> = z.object({
  theme: z.enum(['system', 'dark', 'light']).default(DEFAULT.theme),
  uiFontSize: z.number().default(DEFAULT.uiFontSize),
  codeFontSize: z.number().default(DEFAULT.codeFontSize),
  grouping: z.enum(['project', 'time']).default(DEFAULT.grouping),
  sendKey: z.enum(['enter', 'modEnter']).default(DEFAULT.sendKey),
  layout: z
    .object({
      sidebarWidth: z.number().default(DEFAULT.layout.sidebarWidth),
      sidebarFolded: z.boolean().default(DEFAULT.layout.sidebarFolded),
      panelWidth: z.number().default(DEFAULT.layout.panelWidth),
      panelFolded: z.boolean().default(DEFAULT.layout.panelFolded),
      terminalHeight: z.number().default(DEFAULT.layout.terminalHeight),
      terminalOpen: z.boolean().default(DEFAULT.layout.terminalOpen),
    })
    .default(DEFAULT.layout),
  terminalScreenReader: z.boolean().default(DEFAULT.terminalScreenReader),
  review: z
    .object({
      layout: z.enum(['inline', 'split']).default(DEFAULT.review.layout),
      wrap: z.boolean().default(DEFAULT.review.wrap),
      whitespace: z.enum(['show', 'ignore']).default(DEFAULT.review.whitespace),
      tree: z.boolean().default(DEFAULT.review.tree),
    })
    .default(DEFAULT.review),
  foldedProjects: z.array(z.string()).default([]),
  firstRunDone: z.boolean().default(DEFAULT.firstRunDone),
  seenVersion: z.string().nullable().default(DEFAULT.seenVersion),
  keys: z.record(z.string(), z.string()).default({}),
  noSandboxAccepted: z.boolean().default(DEFAULT.noSandboxAccepted),
  desktop: z
    .object({
      notifications: z.enum(['never', 'background', 'always']).default(DEFAULT.desktop.notifications),
      keepAwake: z.boolean().default(DEFAULT.desktop.keepAwake),
      tray: z.boolean().default(DEFAULT.desktop.tray),
      spelling: z.boolean().default(DEFAULT.desktop.spelling),
    })
    .default(DEFAULT.desktop),
  worktrees: z
    .object({
      root: z.string().nullable().default(DEFAULT.worktrees.root),
      keep: z.number().default(DEFAULT.worktrees.keep),
    })
    .default(DEFAULT.worktrees),
});

export type SettingsChange = z.output<(typeof settingsSlice)['change']['input']>;

export interface SettingsService {
  value(): Settings;
  /** Calls the listener with the value now and after each change. */
  watch(listener: (settings: Settings) => void): Unsubscribe;
  /** Sets the fields that are given. */
  change(change: SettingsChange): void;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

export interface SettingsOptions {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}

export async function openSettings({ skeinHome, clock, log, report }: SettingsOptions): Promise<SettingsService> {
  const file = await openJsonFile({
    file: join(skeinHome, 'settings.json'),
    schema: storedSettings,
    fallback: DEFAULT,
    clock,
    log,
    report,
  });
  const listeners = createListeners<Settings>('settings', log);
  return {
    value: () => file.value(),
    watch: (listener) => {
      listener(file.value());
      return listeners.add(listener);
    },
    change: (change) => {
      // Fields that were not sent are absent or undefined; neither may erase a value.
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      listeners.emit(file.update((settings) => ({ ...settings, ...given })));
    },
    notices: () => file.notices(),
    dispose: () => file.dispose(),
  };
}

import { z } from 'zod';
import type { DesktopState } from '../model/desktop.ts';
import { call, stream } from './define.ts';

export const desktop = {
  /** How Skein and the system meet: now, and after each change that Skein itself makes. */
  watch: stream(z.object({})).of<DesktopState>(),
  /** Asks the system again: other programs change it without a word. */
  look: call(z.object({})).returns<null>(),
  /** `takeOver`: the user was asked whether another `codex` may be hidden or replaced. */
  installCommand: call(z.object({ takeOver: z.boolean() })).returns<null>(),
  removeCommand: call(z.object({})).returns<null>(),
  /** Opens `codex://` links with Skein, or not any more. */
  takeCodexLinks: call(z.object({ take: z.boolean() })).returns<null>(),
  setStartAtLogin: call(z.object({ on: z.boolean() })).returns<null>(),
} as const;

import { z } from 'zod';
import { MAX_VIEW_CHARS, type AppWindow } from '../model/app-window.ts';
import { call, stream } from './define.ts';

/** The windows of the desktop app. A browser has its own: there all but `used` is refused with `shell.not-available`. */
export const windows = {
  /** The window that asks. */
  watch: stream(z.object({})).of<AppWindow>(),
  /** Opens one more. `view`: what its page shows first, in the page's own words; null for a new thread. `solo`: a small one for one thread. */
  open: call(z.object({ view: z.string().max(MAX_VIEW_CHARS).nullable(), solo: z.boolean() })).returns<null>(),
  stayOnTop: call(z.object({ on: z.boolean() })).returns<null>(),
  zoom: call(z.object({ step: z.enum(['in', 'out', 'reset']) })).returns<null>(),
  /** The user turned to the window that calls: what is opened from outside comes to the one that was used last. */
  used: call(z.object({})).returns<null>(),
} as const;

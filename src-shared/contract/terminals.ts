import { z } from 'zod';
import type { Terminal } from '../model/terminal.ts';
import { call, stream } from './define.ts';
import { path, serverId, threadRef } from './fields.ts';

const terminalId = z.string().min(1).max(100);
const size = z.object({ cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) });

/**
 * Bytes as base64: a terminal's stream may cut characters anywhere. `end`: how many bytes the terminal has put out by the end of
 * the event, as `seen` takes it.
 */
export type TerminalEvent =
  /**
   * What the screen needs to be drawn again, from nothing: the newest output, at most `SCROLLBACK_BYTES`. It comes first, and again
   * when a window has fallen too far behind: small ones while the flood lasts, a full one after it.
   */
  | { readonly type: 'snapshot'; readonly base64: string; readonly truncated: boolean; readonly end: number }
  | { readonly type: 'output'; readonly base64: string; readonly end: number };

export const terminals = {
  watchList: stream(z.object({ serverId })).of<readonly Terminal[]>(),
  /** A login shell in `folder`. `run`: a command line typed into it for the user, such as an environment's action. */
  open: call(
    size.extend({
      serverId,
      thread: threadRef.nullable(),
      folder: path,
      run: z.string().max(50_000).nullable(),
      title: z.string().max(120).nullable(),
    }),
  ).returns<{ readonly terminalId: string }>(),
  /** One per window and terminal; a second one takes the first one's place. */
  watch: stream(z.object({ terminalId })).of<TerminalEvent>(),
  /** The window has drawn what came up to `end`. A window that never says so is sent no more than `WATCH_WINDOW_BYTES`. */
  seen: call(z.object({ terminalId, end: z.number().int().nonnegative() })).returns<null>(),
  write: call(z.object({ terminalId, base64: z.string().max(2_800_000) })).returns<null>(),
  resize: call(size.extend({ terminalId })).returns<null>(),
  rename: call(z.object({ terminalId, title: z.string().trim().min(1).max(120) })).returns<null>(),
  /** Names of what runs in the shell, asked before it is closed. Empty: it waits for a command, or cannot be looked into. */
  running: call(z.object({ terminalId })).returns<readonly string[]>(),
  /** Ends the shell and all it runs, and forgets it. */
  close: call(z.object({ terminalId })).returns<null>(),
} as const;

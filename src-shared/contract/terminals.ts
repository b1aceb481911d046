import { z } from 'zod';
import type { Terminal } from '../model/terminal.ts';
import { call, stream } from './define.ts';
import { path, serverId, threadRef } from './fields.ts';

const terminalId = z.string().min(1).max(100);
const size = z.object({ cols: z.number().int().min(2).max(1000), rows: z.number().int().min(1).max(1000) });

/** Bytes as base64: a terminal's stream may cut characters anywhere. */
export type TerminalEvent =
  /** What the screen needs to be drawn again: the newest output, at most `SCROLLBACK_BYTES`. */
  | { readonly type: 'snapshot'; readonly base64: string; readonly truncated: boolean }
  | { readonly type: 'output'; readonly base64: string };
export const SCROLLBACK_BYTES = 2_000_000;

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
  watch: stream(z.object({ terminalId })).of<TerminalEvent>(),
  write: call(z.object({ terminalId, base64: z.string().max(2_800_000) })).returns<null>(),
  resize: call(size.extend({ terminalId })).returns<null>(),
  rename: call(z.object({ terminalId, title: z.string().trim().min(1).max(120) })).returns<null>(),
  /** Ends the shell and all it runs, and forgets it. */
  close: call(z.object({ terminalId })).returns<null>(),
} as const;

import type { Terminal as Xterm } from '@xterm/xterm';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import { SEEN_STEP_BYTES } from '../../../src-shared/model/terminal.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { fromBase64, toBase64 } from './bytes.ts';

export interface ShellLink {
  resize(cols: number, rows: number): void;
  close(): void;
}

/** Text in one message to the shell; a paste of many megabytes is several. */
const MAX_WRITE_CHARS = 400_000;
/** While the drawer is being dragged every frame has another size; programs draw themselves anew for each one they are told. */
const RESIZE_AFTER_MS = 60;
/** Brings the screen into its first state and empties it (RIS). */
const RESET = '\u001bc';

/**
 * Between a shell in the core and what draws it. Programs ask terminals questions (which one are you, where is the cursor), and the screen
 * answers by itself; questions in what is only drawn again were answered long ago, and another answer would be typed into the shell.
 * `answerQueries`: this window has just opened the shell, so that its first questions are new.
 */
export function connectShell(terminalId: string, xterm: Xterm, answerQueries: boolean): ShellLink {
  const { terminals } = getClient();
  let redrawing = 0;
  let first = answerQueries;
  /** How far the core was told that this window has drawn. */
  let toldEnd = 0;
  let resizing: ReturnType<typeof setTimeout> | null = null;

  const complain = (result: Result<null, AppError>) => {
    // That it has ended stands in its tab.
    if (!result.ok && result.error.code !== 'terminal.gone') showError(result.error);
  };
  const tell = (end: number) => {
    toldEnd = end;
    void terminals.seen({ terminalId, end });
  };
  const draw = (event: TerminalEvent) => {
    const bytes = fromBase64(event.base64);
    if (event.type === 'output') {
      xterm.write(bytes, () => {
        if (event.end - toldEnd >= SEEN_STEP_BYTES) tell(event.end);
      });
      return;
    }
    const silent = !first;
    first = false;
    if (silent) redrawing += 1;
    xterm.write(RESET);
    xterm.write(bytes, () => {
      if (silent) redrawing -= 1;
      tell(event.end);
    });
  };
  let close = () => {};
  const open = () => {
    close = terminals.watch(
      { terminalId },
      {
        event: draw,
        error: (error) => {
          if (error.code === 'rpc.stream-overflow') open();
        },
      },
    );
  };
  open();

  const encoder = new TextEncoder();
  const onData = xterm.onData((text) => {
    if (redrawing > 0) return;
    for (let at = 0; at < text.length; at += MAX_WRITE_CHARS) {
      const part = text.slice(at, at + MAX_WRITE_CHARS);
      void terminals.write({ terminalId, base64: toBase64(encoder.encode(part)) }).then(complain);
    }
  });
  const onBinary = xterm.onBinary((bytes) => {
    if (redrawing === 0) void terminals.write({ terminalId, base64: btoa(bytes) }).then(complain);
  });

  return {
    resize: (cols, rows) => {
      if (resizing !== null) clearTimeout(resizing);
      resizing = setTimeout(() => {
        resizing = null;
        void terminals.resize({ terminalId, cols, rows }).then(complain);
      }, RESIZE_AFTER_MS);
    },
    close: () => {
      if (resizing !== null) clearTimeout(resizing);
      onData.dispose();
      onBinary.dispose();
      close();
    },
  };
}

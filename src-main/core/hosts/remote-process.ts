import type { LinkFailure } from './websocket-link.ts';
import type { HostProcess, ProcessExit } from './host.ts';
import { NO_CODEX_EXIT } from './start-script.ts';

/** Enough of what a launcher says to know why it gave up. */
const MAX_WORDS_CHARS = 2_000;

export type RemoteFailure = LinkFailure | 'HOST_NO_CODEX';
/** Says how the connection failed, from how its launcher ended; null: the app-server itself ended. */
export type Classify = (exit: ProcessExit, words: string, opened: boolean) => RemoteFailure | null;

/** A launcher (ssh, wsl.exe) whose standard streams are those of the app-server, with its end in the words of hosts. */
export function asRemote(child: HostProcess, classify: Classify): HostProcess {
  let words = '';
  let opened = false;
  child.stderr.on('data', (part: Buffer | string) => {
    words = (words + part.toString()).slice(-MAX_WORDS_CHARS);
  });
  child.stdout.once('data', () => (opened = true));
  const exited = child.exited.then((exit): ProcessExit => {
    const code = classify(exit, words, opened);
    return code === null ? exit : { kind: 'failed', code, message: lastLines(words) };
  });
  return { ...child, exited };
}

const lastLines = (words: string): string =>
  words
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(-4)
    .join('\n');

/** What both launchers have in common: the script found no Codex. */
export const noCodex = (exit: ProcessExit): boolean => exit.kind === 'exited' && exit.code === NO_CODEX_EXIT;

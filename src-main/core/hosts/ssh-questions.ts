import { randomUUID } from 'node:crypto';
import { openSync } from 'node:fs';
import { mkdir, open, rm, writeFile, type FileHandle } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { HostQuestion } from '../../../src-shared/model/host.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Log } from '../ports.ts';
import type { Host } from './host.ts';

/**
 * What ssh runs instead of asking on a terminal (ssh(1), `SSH_ASKPASS`). It tells the core the question through one named pipe, and reads the answer
 * from another, of its own: an answer is in no file, no argument and no environment. When the core goes, the pipe ends and so does this. A line
 * of an answer begins with `+`; every other one is none. What ssh only wants to be shown waits until ssh ends it.
 */
const ASKPASS = `#!/bin/sh
umask 077
kill -0 "$SKEIN_ASK_CORE" 2>/dev/null || exit 1
folder=\${0%/*}
mkfifo "$folder/answer.$$" || exit 1
printf '%s %s %s %.2000s\\0' "$SKEIN_ASK_START" "$$" "\${SSH_ASKPASS_PROMPT:-secret}" "$1" >"$folder/questions"
IFS= read -r line <"$folder/answer.$$" || exit 1
case $line in
+*) printf '%s\\n' "\${line#+}" ;;
*) exit 1 ;;
esac
`;
const MAKE_TIMEOUT_MS = 10_000;
/** Longer than any question: whoever writes that much without an end is no helper of ours. */
const MAX_WAITING_CHARS = 10_000;
/** About host keys Skein asks itself, with the fingerprint to be compared (`ssh-host-keys.ts`). */
const ABOUT_HOST_KEYS = /^The authenticity of host|continue connecting \(yes\/no|^Accept updated hostkeys/;

/** One start of ssh that may ask. */
export interface SshAsking {
  /** Beside the rest of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** A question was open since this was last called: whoever waits for the connection waits on. */
  readonly asked: () => boolean;
  /** The question that was answered with nothing; null: none was. */
  readonly cancelled: () => string | null;
  /** The connection stands: what is still asked is not asked any more. */
  readonly settle: () => void;
  readonly end: () => void;
}

/** Questions of OpenSSH and of the hosts behind it: passphrases, passwords, one-time codes. */
export interface SshQuestions {
  /** Makes ready what the helper needs; once. Where it cannot be had (Windows), ssh asks nothing. */
  prepare(): Promise<void>;
  /** @param cancel ends the ssh whose question was cancelled */
  start(destination: string, env: Readonly<Record<string, string | undefined>>, cancel: () => void): SshAsking | null;
  watch(listener: (questions: readonly HostQuestion[]) => void): Unsubscribe;
  /** Null cancels. One that is not asked any more is passed over. */
  answer(questionId: string, words: string | null): void;
  dispose(): Promise<void>;
}

interface Start {
  readonly destination: string;
  readonly cancel: () => void;
  /** Words that were answered. */
  readonly before: Set<string>;
  asked: boolean;
  cancelled: string | null;
}
/** A named pipe that a helper reads its answer from: open until its ssh has gone on, so that it finds the answer whenever it comes to read. */
interface AnswerPipe {
  readonly start: Start;
  readonly path: string;
  readonly pipe: FileHandle;
}

export function createSshQuestions(options: {
  readonly host: Host;
  readonly skeinHome: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: Log;
}): SshQuestions {
  const { host, cwd, env, log } = options;
  const folder = join(options.skeinHome, 'ssh-questions');
  const [program, questions] = [join(folder, 'askpass'), join(folder, 'questions')];
  const starts = new Map<string, Start>();
  const waiting = new Map<string, { readonly question: HostQuestion; readonly to: AnswerPipe }>();
  let answered: readonly AnswerPipe[] = [];
  const listeners = createListeners<readonly HostQuestion[]>('ssh questions', log);
  const shown = (): readonly HostQuestion[] => [...waiting.values()].map(({ question }) => question);
  const changed = () => listeners.emit(shown());
  let ready: Promise<Socket | null> | null = null;
  let listening: Socket | null = null;

  const make = async (): Promise<Socket | null> => {
    if (host.platform === 'win32') return null;
    // Of a Skein that was killed; there is one at a time with this home.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(program, ASKPASS, { mode: 0o700 });
    const made = await host.run({
      ...{ program: 'mkfifo', args: ['-m', '600', '--', questions], cwd, env, timeoutMs: MAKE_TIMEOUT_MS },
    });
    if (made.exit.kind !== 'exited' || made.exit.code !== 0) throw new Error(made.stderr || 'mkfifo failed');
    return listen();
  };
  const listen = (): Socket => {
    let rest = '';
    // Opened for both ways, so that it has no end while nobody asks.
    const socket = new Socket({ fd: openSync(questions, 'r+'), readable: true, writable: false });
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      const parts = (rest + text).split('\0');
      rest = (parts.pop() ?? '').slice(-MAX_WAITING_CHARS);
      for (const part of parts) void receive(part);
    });
    socket.on('error', (error) => log.warn('Questions of ssh are not heard any more', { error: error.message }));
    return socket;
  };
  const receive = async (text: string): Promise<void> => {
    const [, startId = '', pid = '', hint = '', said = ''] = /^(\S+) (\d+) (\S+) ([^]*)$/.exec(text) ?? [];
    const path = join(folder, `answer.${pid}`);
    const pipe = starts.has(startId) ? await open(path, 'r+').catch(() => null) : null;
    const start = starts.get(startId);
    if (!start || !pipe) {
      await pipe?.close();
      return;
    }
    const words = plainWords(said);
    const id = `${startId}.${pid}`;
    const { destination } = start;
    const question: HostQuestion = { id, destination, kind: kindOf(hint), words, again: start.before.has(words) };
    start.asked = true;
    waiting.set(id, { question, to: { start, path, pipe } });
    if (ABOUT_HOST_KEYS.test(words)) reply(id, 'no');
    else changed();
  };
  const reply = (id: string, words: string | null) => {
    const asked = waiting.get(id);
    if (!asked) return;
    waiting.delete(id);
    const { question, to } = asked;
    const { start, pipe } = to;
    start.before.add(question.words);
    answered = [...answered, to];
    // One that has gone meanwhile needs none.
    void pipe.write(words === null ? '-\n' : `+${words}\n`).catch(() => undefined);
    if (words !== null) return;
    start.cancelled = question.words;
    start.cancel();
  };
  const settle = async (start: Start): Promise<void> => {
    const open = [...waiting.values()].filter(({ to }) => to.start === start);
    for (const { question } of open) waiting.delete(question.id);
    if (open.length > 0) changed();
    const done = [...open.map(({ to }) => to), ...answered.filter((one) => one.start === start)];
    answered = answered.filter((one) => one.start !== start);
    for (const { pipe, path } of done) {
      await pipe.close();
      await rm(path, { force: true });
    }
  };
  return {
    prepare: async () => {
      ready ??= make().catch((error: unknown) => {
        log.warn('ssh cannot ask', { error: String(error) });
        return null;
      });
      listening = await ready;
    },
    start: (destination, given, cancel) => {
      if (!listening) return null;
      const id = randomUUID();
      const start: Start = { destination, cancel, before: new Set(), asked: false, cancelled: null };
      starts.set(id, start);
      return {
        env: {
          ...{ SSH_ASKPASS: program, SSH_ASKPASS_REQUIRE: 'force', SKEIN_ASK_START: id },
          SKEIN_ASK_CORE: String(process.pid),
          // OpenSSH before 8.4 asks like this only where it believes in a display.
          DISPLAY: given['DISPLAY'] ?? ':',
        },
        asked: () => {
          const was = start.asked;
          start.asked = [...waiting.values()].some(({ to }) => to.start === start);
          return was || start.asked;
        },
        cancelled: () => start.cancelled,
        settle: () => void settle(start),
        end: () => {
          starts.delete(id);
          void settle(start);
        },
      };
    },
    watch: (listener) => {
      listener(shown());
      return listeners.add(listener);
    },
    answer: (questionId, words) => {
      reply(questionId, words);
      changed();
    },
    dispose: async () => {
      for (const start of starts.values()) await settle(start);
      await ready;
      listening?.destroy();
      if (ready) await rm(folder, { recursive: true, force: true });
    },
  };
}

const plainWords = (said: string): string => said.replace(/[^\P{Cc}\n]/gu, '').trim();

/** `SSH_ASKPASS_PROMPT` of ssh(1). */
function kindOf(hint: string): HostQuestion['kind'] {
  if (hint === 'confirm') return 'confirm';
  return hint === 'none' ? 'notice' : 'secret';
}

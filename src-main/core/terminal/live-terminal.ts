import { basename } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { TerminalEvent } from '../../../src-shared/contract/terminals.ts';
import type { Terminal } from '../../../src-shared/model/terminal.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { TerminalGateway, TerminalSize } from '../codex/terminal-gateway.ts';
import type { Clock } from '../ports.ts';
import { createOutputFeed } from './output-feed.ts';
import { createMarkReader, shellCommand } from './shell-command.ts';

/** One shell, from its start to its end and for as long as its text is looked at. */
export interface LiveTerminal {
  info(): Terminal;
  /** The session of its processes, while it runs and is known. */
  session(): number | null;
  isAlive(): boolean;
  /** Settles when the shell has ended, however. */
  readonly ended: Promise<void>;
  watch(clientId: string, sink: StreamSink<TerminalEvent>): Unsubscribe;
  seen(clientId: string, end: number): void;
  write(base64: string): Promise<Result<null, AppError>>;
  resize(size: TerminalSize): Promise<Result<null, AppError>>;
  rename(title: string): void;
  terminate(): void;
  /** Ends the streams that watch it. */
  dispose(): void;
}

export interface LiveTerminalOptions extends TerminalSize {
  readonly info: Omit<Terminal, 'state' | 'title'>;
  /** Null: the name of the shell, as soon as it is known. */
  readonly title: string | null;
  /** A command line to be typed when the shell is ready for it. */
  readonly run: string | null;
  readonly platform: NodeJS.Platform;
  /** Skein's own version, for programs that ask which terminal they are in. */
  readonly version: string;
  readonly gateway: TerminalGateway;
  readonly clock: Clock;
  readonly onChange: () => void;
}

/** A shell that has said nothing for this long after its first words waits for a command. */
const PROMPT_QUIET_MS = 120;
/** One that keeps talking while it starts is typed to after this all the same: what is typed waits in the line. */
const PROMPT_WAIT_MS = 3000;

export function startTerminal(options: LiveTerminalOptions): LiveTerminal {
  const { gateway, clock, platform, onChange } = options;
  const { id, folder } = options.info;
  const feed = createOutputFeed(clock);
  const marks = createMarkReader();
  const sinks = new Set<StreamSink<TerminalEvent>>();
  let info: Terminal = { ...options.info, title: options.title ?? 'Terminal', state: { kind: 'starting' } };
  let session: number | null = null;
  let size: TerminalSize = { cols: options.cols, rows: options.rows };
  const typing = createTyping(clock, options.run, (line) => void write(Buffer.from(line).toString('base64')));

  const change = (next: Partial<Terminal>) => {
    info = { ...info, ...next };
    onChange();
  };
  const isAlive = () => info.state.kind === 'starting' || info.state.kind === 'running';

  const hear = (base64: string) => {
    const { mark, output } = marks.read(Buffer.from(base64, 'base64'));
    if (mark?.kind === 'folder-missing') {
      change({ state: { kind: 'failed', reason: 'folder-missing', message: '' } });
      return;
    }
    if (mark) {
      ({ session } = mark);
      change({ state: { kind: 'running' }, ...(options.title === null && { title: basename(mark.shell) }) });
    } else if (info.state.kind === 'starting' && output.length > 0) {
      change({ state: { kind: 'running' } });
    }
    if (output.length === 0) return;
    feed.append(output);
    typing.heard();
  };

  const process = gateway.start(
    {
      processId: id,
      command: shellCommand(platform, folder),
      folder,
      env: {
        TERM: 'xterm-256color',
        COLORTERM: 'truecolor',
        TERM_PROGRAM: 'Skein',
        TERM_PROGRAM_VERSION: options.version,
        // Of whoever started Skein, and wrong here.
        ELECTRON_RUN_AS_NODE: null,
        NO_COLOR: null,
      },
      ...size,
    },
    hear,
  );
  const ended = process.ended.then((end) => {
    typing.stop();
    session = null;
    if (!isAlive()) return;
    change({ state: end.kind === 'failed' ? { kind: 'failed', reason: 'not-started', message: end.message } : end });
  });

  const gone = (): Promise<Result<null, AppError>> => Promise.resolve(err({ code: 'terminal.gone' }));
  const write = (base64: string) => (isAlive() ? process.write(base64) : gone());

  return {
    info: () => info,
    session: () => session,
    isAlive,
    ended,
    watch: (clientId, sink) => {
      sinks.add(sink);
      const stop = feed.watch(clientId, sink);
      return () => {
        sinks.delete(sink);
        stop();
      };
    },
    seen: (clientId, seenEnd) => feed.seen(clientId, seenEnd),
    write,
    resize: (next) => {
      if (!isAlive()) return gone();
      if (next.cols === size.cols && next.rows === size.rows) return Promise.resolve(ok(null));
      size = { cols: next.cols, rows: next.rows };
      return process.resize(size);
    },
    rename: (title) => change({ title }),
    terminate: () => {
      if (isAlive()) void process.terminate();
    },
    dispose: () => {
      typing.stop();
      feed.dispose();
      for (const sink of [...sinks]) sink.fail({ code: 'terminal.gone' });
      sinks.clear();
    },
  };
}

/** Types a line once, when the shell seems to wait for one: typed earlier, it would stand on the screen twice. */
function createTyping(clock: Clock, line: string | null, type: (line: string) => void) {
  let waiting = line;
  let cancelQuiet: (() => void) | null = null;
  let cancelLast: (() => void) | null = null;
  const stop = () => {
    waiting = null;
    cancelQuiet?.();
    cancelLast?.();
  };
  const go = () => {
    const typed = waiting;
    stop();
    if (typed !== null) type(`${typed.replaceAll(/\r?\n/g, '\r')}\r`);
  };
  return {
    heard: () => {
      if (waiting === null) return;
      cancelQuiet?.();
      cancelQuiet = clock.after(PROMPT_QUIET_MS, go);
      cancelLast ??= clock.after(PROMPT_WAIT_MS, go);
    },
    stop,
  };
}

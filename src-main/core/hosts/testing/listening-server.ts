import { spawn } from 'node:child_process';
import { codexBinary } from '../../demo-model/testing/codex-binary.ts';

export interface ListeningServer {
  /** `ws://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Ends it at once, and answers when it is gone. */
  kill(): Promise<void>;
}

/** The real `codex app-server --listen ws://…`, as somebody runs it on another machine. Resolves when it says that it listens. */
export async function startListening(options: {
  readonly codexHome: string;
  readonly tmp: string;
  /** 0: a free one. */
  readonly port?: number;
  /** For example `['--ws-auth', 'capability-token', '--ws-token-file', FILE]`. */
  readonly auth?: readonly string[];
}): Promise<ListeningServer> {
  const { codexHome, tmp, port = 0, auth = [] } = options;
  const child = spawn(codexBinary(), ['app-server', '--listen', `ws://127.0.0.1:${port}`, ...auth], {
    env: { ...process.env, CODEX_HOME: codexHome, TMPDIR: tmp },
    stdio: ['ignore', 'ignore', 'pipe'],
    cwd: codexHome,
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`It ended with ${code}:\n${printed}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      // It may be written in colours.
      const found = /listening on:.*?(ws:\/\/[\d.:]+)/.exec(printed)?.[1];
      if (found) resolve(found);
    });
  });
  return {
    url,
    port: Number(new URL(url).port),
    kill: () => {
      child.kill('SIGKILL');
      return gone;
    },
  };
}

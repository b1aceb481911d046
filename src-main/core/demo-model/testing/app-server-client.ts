import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { StringDecoder } from 'node:string_decoder';
import { codexBinary } from './codex-binary.ts';

export type Message = {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly code: number; readonly message: string };
};

export type AppServerOptions = {
  readonly home: string;
  /** Must not contain the home: the server refuses helper binaries below its temporary folder. */
  readonly tmp: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** Answers a request of the server; undefined leaves it open. */
export type Responder = (request: Message) => unknown;

/**
 * The smallest client that can drive a real app-server over stdio, for tests and benchmarks of the demo model. The
 * product's own client lives in core/codex and is tested there.
 */
export class AppServerClient {
  /** Everything the server sent on its own: notifications and requests, in order. */
  readonly received: Message[] = [];
  /** Called with every notification and request; a benchmark replaces it and turns `keep` off. */
  onMessage: (message: Message) => void = () => undefined;
  respond: Responder = () => undefined;
  keep = true;
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  readonly #watchers = new Set<() => void>();
  #lastId = 0;
  #exit: Error | undefined;
  #stderr = '';

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#process = child;
    child.stderr.on('data', (text: Buffer) => (this.#stderr = (this.#stderr + text.toString()).slice(-4000)));
    child.stdin.on('error', () => undefined);
    child.on('exit', (code, signal) => {
      this.#exit = new Error(`app-server ended (${code ?? signal ?? 'unknown'}): ${this.#stderr}`);
      for (const { reject } of this.#answers.values()) reject(this.#exit);
      this.#answers.clear();
      this.#wake();
    });
    const decoder = new StringDecoder('utf8');
    let rest = '';
    child.stdout.on('data', (chunk: Buffer) => {
      const text = rest + decoder.write(chunk);
      let from = 0;
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
        this.#receive(JSON.parse(text.slice(from, end)) as Message);
        from = end + 1;
      }
      rest = text.slice(from);
    });
  }

  static async start({ home, tmp, env = {} }: AppServerOptions): Promise<AppServerClient> {
    const child = spawn(codexBinary(), ['app-server'], {
      cwd: home,
      // A clean environment: what the test runner sets for itself would reach the commands of the agent.
      env: {
        PATH: process.env.PATH,
        LANG: 'C.UTF-8',
        CODEX_HOME: home,
        HOME: home,
        TMPDIR: tmp,
        RUST_LOG: 'error',
        ...env,
      },
    });
    await once(child, 'spawn');
    const client = new AppServerClient(child);
    await client.call('initialize', {
      clientInfo: { name: 'skein_test', title: 'Skein test', version: '0.0.0' },
      capabilities: { experimentalApi: true },
    });
    client.#send({ method: 'initialized' });
    return client;
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** Calls a method; rejects with the server's words when it answers an error. */
  async call(method: string, params: object): Promise<Record<string, unknown>> {
    if (this.#exit !== undefined) throw this.#exit;
    const id = ++this.#lastId;
    const answer = new Promise<Message>((resolve, reject) => this.#answers.set(id, { resolve, reject }));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error !== undefined) throw new Error(`${method}: ${error.message}`);
    return result ?? {};
  }

  /** Waits for a notification or request that satisfies `wanted`, among those received since `from` too. */
  async waitFor(wanted: (message: Message) => boolean, from = 0): Promise<Message> {
    for (let at = from; ; at++) {
      while (at >= this.received.length) {
        if (this.#exit !== undefined) throw this.#exit;
        await new Promise<void>((resolve) => this.#watchers.add(resolve));
      }
      const message = this.received[at];
      if (message !== undefined && wanted(message)) return message;
    }
  }

  answer(id: number | string, result: unknown): void {
    this.#send({ id, result });
  }

  /** Closes the server's standard input, upon which it ends by itself. */
  async close(): Promise<void> {
    if (this.#exit !== undefined) return;
    const ended = once(this.#process, 'exit');
    this.#process.stdin.end();
    await ended;
  }

  #receive(message: Message): void {
    if (message.method === undefined) {
      const waiting = this.#answers.get(Number(message.id));
      this.#answers.delete(Number(message.id));
      waiting?.resolve(message);
      return;
    }
    if (this.keep) this.received.push(message);
    if (message.id !== undefined) {
      const result = this.respond(message);
      if (result !== undefined) this.answer(message.id, result);
    }
    this.onMessage(message);
    this.#wake();
  }

  #send(message: object): void {
    this.#process.stdin.write(`${JSON.stringify(message)}\n`);
  }

  #wake(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const wake of watchers) wake();
  }
}

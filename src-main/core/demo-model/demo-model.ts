import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Step } from './answer.ts';
import { BackEnd, limitHeaders, type AccountScript, type Usage } from './back-end.ts';
import { chooseAnswer } from './choose-answer.ts';
import type { Attempts } from './directives.ts';
import { readModelRequest, type ModelRequest } from './model-request.ts';
import { paced, Valve } from './pacing.ts';
import { ResponseStream } from './response-stream.ts';
import { toCallItem, type ToolCall } from './tool-call.ts';

const DEFAULT_WORDS_PER_SECOND = 40;
const DEFAULT_USAGE: Usage = { primaryPercent: 42.5, secondaryPercent: 7 };

export type DemoModelOptions = {
  /** A fixed port, for a server that must come back at the same address; by default the system picks a free one. */
  readonly port?: number;
  /** How fast the guided answers are written; `Infinity` for tests. Test directives name their own speed. */
  readonly wordsPerSecond?: number;
  /** Sees every model request before it is answered. */
  readonly onRequest?: (request: ModelRequest) => void;
  /** Hears of failures inside the demo model itself, which are bugs; the request is answered with a 500. */
  readonly onError?: (error: unknown) => void;
};

export type DemoModel = {
  /** `http://127.0.0.1:PORT`, for `prepareDemoHome`. */
  readonly url: string;
  readonly port: number;
  /** Holds every running and coming answer where it is, or lets them go on. */
  readonly setPaused: (paused: boolean) => void;
  /** Lets answers pass the gate of this name, now and later. */
  readonly openGate: (name: string) => void;
  /** Changes the used shares that the account reports from now on. */
  readonly setUsage: (usage: Usage) => void;
  /** Changes how the account's services answer from now on; what is left out stays. */
  readonly setAccount: (change: Partial<AccountScript>) => void;
  /** Cuts every connection and closes the port. */
  readonly stop: () => Promise<void>;
};

/**
 * Starts the scripted model: an HTTP server on loopback that speaks the Responses API, so that a real app-server runs
 * real threads against it. It answers demo prompts, test directives and, truthfully, anything else.
 */
export async function startDemoModel(options: DemoModelOptions = {}): Promise<DemoModel> {
  const valve = new Valve();
  const backEnd = new BackEnd();
  const attempts = countAttempts();
  const stopping = new AbortController();
  const wordsPerSecond = options.wordsPerSecond ?? DEFAULT_WORDS_PER_SECOND;
  let usage = DEFAULT_USAGE;

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      // A reader that went away and a stopped model are ends like any other.
      const isEnd = stopping.signal.aborted || response.closed || isAbort(error);
      if (!isEnd) options.onError?.(error);
      if (isEnd || response.headersSent) response.destroy();
      else sendJson(response, 500, { error: { message: String(error) } });
    });
  });

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://loopback');
    const body = await readBody(incoming);
    if (incoming.method !== 'POST' || !url.pathname.endsWith('/responses')) {
      const answer = backEnd.answer(incoming.method ?? 'GET', url, usage, body);
      sendJson(response, answer.status, answer.body, answer.headers);
      return;
    }
    const request = readModelRequest(body);
    options.onRequest?.(request);
    await answer(chooseAnswer(request, { attempts, wordsPerSecond }), request, response);
  }

  async function answer(chosen: Answer, request: ModelRequest, response: ServerResponse): Promise<void> {
    switch (chosen.kind) {
      case 'hang':
        return;
      case 'refuse': {
        const headers = chosen.limitReached === true ? limitHeaders({ ...usage, primaryPercent: 100 }) : {};
        sendJson(response, chosen.status, { error: chosen.error }, headers);
        return;
      }
      case 'stream':
        await play(chosen.steps, request, response);
    }
  }

  async function play(steps: readonly Step[], request: ModelRequest, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, stopping.signal]);
    const stream = new ResponseStream(response, request.model);
    const deltas = (step: Extract<Step, { kind: 'say' | 'think' }>): AsyncGenerator<readonly string[]> =>
      paced(step.chunks, finite(step.perSecond), valve.holds, signal);
    await valve.holds.whenRunning(signal);
    await stream.open(limitHeaders(usage));
    for (const step of steps) {
      switch (step.kind) {
        case 'think':
          await stream.think(deltas(step));
          break;
        case 'say':
          await stream.say(deltas(step));
          break;
        case 'call':
          await makeCalls(stream, step.calls, request);
          break;
        case 'silence':
          return;
        case 'drop':
          stream.drop();
          return;
        case 'failed':
          await stream.fail(step.code, step.message);
          return;
      }
    }
    await stream.complete(request.inputItems);
  }

  async function makeCalls(stream: ResponseStream, calls: readonly ToolCall[], request: ModelRequest): Promise<void> {
    for (const call of calls) {
      const item = toCallItem(call, request);
      if (item !== undefined) await stream.call(item);
      else await stream.say(once(`This thread offers no tool for “${call.tool}”, so the step is left out.`));
    }
  }

  const port = await listen(server, options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    setPaused: (paused) => valve.setPaused(paused),
    openGate: (name) => valve.openGate(name),
    setUsage: (next) => {
      usage = next;
    },
    setAccount: (change) => {
      backEnd.script = { ...backEnd.script, ...change };
    },
    stop: () => {
      stopping.abort();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function countAttempts(): Attempts {
  const counts = new Map<string, number>();
  const keyOf = ({ threadKey, prompt }: ModelRequest): string => `${threadKey}\n${prompt}`;
  return {
    next: (request) => {
      const count = (counts.get(keyOf(request)) ?? 0) + 1;
      counts.set(keyOf(request), count);
      return count;
    },
    forget: (request) => counts.delete(keyOf(request)),
  };
}

async function* once(text: string): AsyncGenerator<readonly string[]> {
  yield await Promise.resolve([text]);
}

function finite(perSecond: number | undefined): number | undefined {
  return perSecond === Number.POSITIVE_INFINITY ? undefined : perSecond;
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

import type { Clock } from '../ports.ts';

export interface JsonRpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** How a call ended. A call always ends. */
export type CallOutcome =
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: JsonRpcError }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'aborted' }
  /** The other side has stopped reading and too much waits to be written. */
  | { readonly kind: 'congested' }
  | { readonly kind: 'closed' };

export interface JsonRpcNotification {
  readonly method: string;
  readonly params?: unknown;
}
export interface JsonRpcRequest extends JsonRpcNotification {
  /** Chosen by the other side: a number from 0 on, or a string. Not related to our own ids. */
  readonly id: number | string;
}

export interface JsonRpcPeerOptions {
  /** Writes one message with its newline; `false` when the pipe is full, until `drained` is called. */
  readonly write: (line: string) => boolean;
  readonly clock: Clock;
  /** Calls are refused as `congested` while more than this many characters wait to be written. */
  readonly waitingLimitChars?: number;
  readonly onNotification: (notification: JsonRpcNotification) => void;
  readonly onRequest: (request: JsonRpcRequest) => void;
  /** A line that is no message: not JSON, not an object, or neither call nor answer. */
  readonly onMalformed: (line: string) => void;
}

export interface CallWait {
  readonly timeoutMs: number;
  /** Asked when the time is over: true waits for as long once more. */
  readonly waitOn?: (() => boolean) | undefined;
  readonly signal?: AbortSignal;
}

export interface JsonRpcPeer {
  readonly receive: (line: string) => void;
  readonly call: (method: string, params: unknown, options: CallWait) => Promise<CallOutcome>;
  readonly notify: (method: string) => void;
  readonly answer: (id: number | string, result: unknown) => void;
  readonly refuse: (id: number | string, error: JsonRpcError) => void;
  /** The pipe takes more: writes what has been waiting. */
  readonly drained: () => void;
  /** Ends every pending call with `closed`, and each later one at once. */
  readonly close: () => void;
}

/** What may wait for a server that has stopped reading. A message may be 1 MB of text and carry images. */
const WAITING_LIMIT_CHARS = 256 * 1024 * 1024;

interface Waiting {
  readonly line: string;
  /** The call it belongs to; a call that has ended before its turn is not written at all. */
  readonly callId: number | undefined;
}

/** JSON-RPC as `codex app-server` speaks it: no `jsonrpc` field, one message a line. Knows ids and time-outs, no methods. */
export function createJsonRpcPeer(options: JsonRpcPeerOptions): JsonRpcPeer {
  const { clock, waitingLimitChars = WAITING_LIMIT_CHARS } = options;
  const pending = new Map<number, (outcome: CallOutcome) => void>();
  let waiting: Waiting[] = [];
  let waitingChars = 0;
  let full = false;
  let closed = false;
  let lastId = 0;

  const send = (message: object, callId?: number) => {
    if (closed) return;
    const line = `${JSON.stringify(message)}\n`;
    if (full) {
      waiting.push({ line, callId });
      waitingChars += line.length;
    } else {
      full = !options.write(line);
    }
  };

  const congested = () => waitingChars > waitingLimitChars;

  return {
    receive: (line) => {
      let message: unknown;
      try {
        message = JSON.parse(line);
      } catch {
        options.onMalformed(line);
        return;
      }
      if (isNotification(message)) {
        // Requests and answers both carry ids, each side from its own count: only `method` tells them apart.
        if (isRequest(message)) options.onRequest(message);
        else options.onNotification(message);
        return;
      }
      const answer = readAnswer(message);
      if (!answer) {
        options.onMalformed(line);
        return;
      }
      // An answer nobody waits for came after its time-out: that call has been told already.
      pending.get(answer.id)?.(answer.outcome);
    },

    call: (method, params, { timeoutMs, waitOn, signal }) =>
      new Promise((resolve) => {
        const refusal = closed ? 'closed' : signal?.aborted ? 'aborted' : congested() ? 'congested' : null;
        if (refusal) {
          resolve({ kind: refusal });
          return;
        }
        const id = ++lastId;
        const settle = (outcome: CallOutcome) => {
          pending.delete(id);
          cancelTimer();
          signal?.removeEventListener('abort', abort);
          resolve(outcome);
        };
        const abort = () => settle({ kind: 'aborted' });
        let cancelTimer = () => {};
        const wait = () => {
          cancelTimer = clock.after(timeoutMs, () => (waitOn?.() === true ? wait() : settle({ kind: 'timed-out' })));
        };
        wait();
        signal?.addEventListener('abort', abort);
        pending.set(id, settle);
        send(params === undefined ? { id, method } : { id, method, params }, id);
      }),

    notify: (method) => send({ method }),
    answer: (id, result) => send({ id, result: result ?? null }),
    refuse: (id, error) => send({ id, error }),

    drained: () => {
      full = false;
      const queue = waiting;
      let sent = 0;
      for (const { line, callId } of queue) {
        if (full) break;
        sent++;
        waitingChars -= line.length;
        if (callId === undefined || pending.has(callId)) full = !options.write(line);
      }
      waiting = queue.slice(sent);
    },

    close: () => {
      if (closed) return;
      closed = true;
      waiting = [];
      waitingChars = 0;
      for (const settle of [...pending.values()]) settle({ kind: 'closed' });
    },
  };
}

function isNotification(message: unknown): message is JsonRpcNotification {
  return typeof message === 'object' && message !== null && 'method' in message && typeof message.method === 'string';
}

function isRequest(message: JsonRpcNotification): message is JsonRpcRequest {
  return 'id' in message && (typeof message.id === 'number' || typeof message.id === 'string');
}

function readAnswer(message: unknown): { id: number; outcome: CallOutcome } | null {
  if (typeof message !== 'object' || message === null || !('id' in message) || typeof message.id !== 'number')
    return null;
  const { id } = message;
  if ('result' in message) return { id, outcome: { kind: 'result', value: message.result } };
  if (!('error' in message) || typeof message.error !== 'object' || message.error === null) return null;
  const { code, message: text, data } = message.error as Partial<Record<keyof JsonRpcError, unknown>>;
  if (typeof code !== 'number' || typeof text !== 'string') return null;
  return {
    id,
    outcome: { kind: 'error', error: data === undefined ? { code, message: text } : { code, message: text, data } },
  };
}

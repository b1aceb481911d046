import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Clock, Log } from '../ports.ts';
import type { JsonRpcError, JsonRpcPeer, JsonRpcRequest } from './json-rpc-peer.ts';
import { SERVER_REQUESTS } from './protocol/generated/methods.ts';
import type { ServerRequest } from './protocol-types.ts';

/** Answers one request of the server, once; later answers, and answers after the server is gone, do nothing. */
export interface Responder {
  readonly result: (value: unknown) => void;
  readonly error: (code: number, message: string) => void;
}
export type RequestHandler = (request: ServerRequest, respond: Responder) => void;

const METHOD_NOT_FOUND = -32601;
const INTERNAL_ERROR = -32603;
/** What a request is refused with when Skein leaves. */
export const SHUTTING_DOWN: JsonRpcError = { code: -32000, message: 'Skein is shutting down' };

export interface ServerRequests {
  readonly receive: (request: JsonRpcRequest, peer: JsonRpcPeer) => void;
  /** Another client or a hook answered: our own answer would come too late. */
  readonly resolved: (id: unknown) => void;
  /** One handler at a time; the newest one counts. */
  readonly handle: (handler: RequestHandler) => Unsubscribe;
  /** A method with a handler of its own; the general one does not see it. */
  readonly handleOne: (method: ServerRequest['method'], handler: RequestHandler) => Unsubscribe;
  /** Refuses what is open, so that the server does not wait for somebody who is leaving. */
  readonly refuseAll: () => void;
  /** The server is gone: nobody can be answered. */
  readonly forgetAll: () => void;
}

/**
 * Requests from the server to us. None is left without an answer: an unknown method, a missing handler and a handler that throws
 * are answered with an error, and so is everything that is open when Skein stops.
 */
export function createServerRequests({ clock, log }: { clock: Clock; log: Log }): ServerRequests {
  const known: ReadonlySet<string> = new Set(SERVER_REQUESTS);
  const logged = new Set<string>();
  const open = new Map<unknown, Responder>();
  const special = new Map<string, RequestHandler>();
  let general: RequestHandler | null = null;

  const refuseUnhandled = ({ id, method }: JsonRpcRequest, peer: JsonRpcPeer, why: string) => {
    if (!logged.has(method)) log.warn(`Refused a request of the app-server: ${why}`, { method });
    logged.add(method);
    peer.refuse(id, { code: METHOD_NOT_FOUND, message: `Method not found: ${method}` });
  };

  return {
    receive: (request, peer) => {
      const { id, method } = request;
      if (!known.has(method)) {
        refuseUnhandled(request, peer, 'unknown method');
        return;
      }
      // The only request that asks nobody: the server's own clock may be that of another machine.
      if (method === 'currentTime/read') {
        peer.answer(id, { currentTimeAt: Math.floor(clock.now() / 1000) });
        return;
      }
      const handler = special.get(method) ?? general;
      if (!handler) {
        refuseUnhandled(request, peer, 'nobody handles it');
        return;
      }
      const once = (send: () => void) => {
        if (open.delete(id)) send();
      };
      const refuse = (error: JsonRpcError) => once(() => peer.refuse(id, error));
      const respond: Responder = {
        result: (value) => once(() => peer.answer(id, value)),
        error: (code, message) => refuse({ code, message }),
      };
      open.set(id, respond);
      try {
        // The method is one of the bundled version's; older versions send the same shapes with fewer fields.
        handler(request as ServerRequest, respond);
      } catch (error) {
        log.error('The handler of a request failed', { method, error: String(error) });
        respond.error(INTERNAL_ERROR, 'Internal error');
      }
    },
    resolved: (id) => void open.delete(id),
    handle: (next) => {
      general = next;
      return () => {
        if (general === next) general = null;
      };
    },
    handleOne: (method, next) => {
      special.set(method, next);
      return () => {
        if (special.get(method) === next) special.delete(method);
      };
    },
    refuseAll: () => {
      for (const respond of [...open.values()]) respond.error(SHUTTING_DOWN.code, SHUTTING_DOWN.message);
    },
    forgetAll: () => open.clear(),
  };
}

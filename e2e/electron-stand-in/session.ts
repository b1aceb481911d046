import type { Session } from 'electron';
import type { PageResponse } from './messages.ts';
import { receive, tell } from './wire.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type ProtocolHandler = Parameters<Session['protocol']['handle']>[1];

const schemes = new Map<string, ProtocolHandler>();

export interface StandInSession {
  readonly protocol: { handle(scheme: string, handler: ProtocolHandler): void };
  permissionRequest: RequestHandler | null;
  permissionCheck: CheckHandler | null;
  setPermissionRequestHandler(handler: RequestHandler): void;
  setPermissionCheckHandler(handler: CheckHandler): void;
  setDevicePermissionHandler(handler: () => boolean): void;
}

export const defaultSession: StandInSession = {
  protocol: {
    handle: (scheme, handler) => {
      if (schemes.has(scheme)) throw new Error(`stand-in: ${scheme} is handled already`);
      schemes.set(scheme, handler);
    },
  },
  permissionRequest: null,
  permissionCheck: null,
  setPermissionRequestHandler(handler) {
    this.permissionRequest = handler;
  },
  setPermissionCheckHandler(handler) {
    this.permissionCheck = handler;
  },
  setDevicePermissionHandler: () => undefined,
};

receive('request', ({ requestId, url, method }) => {
  void serve(url, method).then((response) => tell({ type: 'response', requestId, response }));
});

async function serve(url: string, method: string): Promise<PageResponse> {
  const handler = schemes.get(new URL(url).protocol.slice(0, -1));
  if (!handler) return { status: 404, headers: {}, body: new Uint8Array() };
  const response = await handler(new Request(url, { method }));
  const body = new Uint8Array(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

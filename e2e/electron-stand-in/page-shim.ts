import type { FrameMessage } from './messages.ts';

/** Functions of the test that the page calls (Playwright bindings). */
interface Bindings {
  readonly __standInSend: (channel: string, args: readonly unknown[]) => void;
  readonly __standInPortMessage: (portId: number, data: unknown) => void;
  readonly __standInPortClosed: (portId: number) => void;
}
/** Functions of the page that the test calls. */
export interface PageSide {
  readonly toFrame: (message: FrameMessage) => void;
  readonly portMessage: (portId: number, data: unknown) => void;
  readonly portClosed: (portId: number) => void;
}
type Listener = (event: { readonly ports: readonly MessagePort[] }, ...args: readonly unknown[]) => void;

/**
 * Runs in the page before anything else: gives the real preload the parts of `electron` that a sandboxed one has, and carries what they
 * say. It is sent as text, so it uses nothing from outside of itself.
 */
export function installPreload(
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  // Preloads run in the main frame only, as `nodeIntegrationInSubFrames: false` has it.
  if (window.top !== window) return;
  const bindings = window as unknown as Bindings;
  const listeners = new Map<string, Set<Listener>>();
  const ports = new Map<number, MessagePort>();

  const openPort = (portId: number): MessagePort => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => bindings.__standInPortMessage(portId, data);
    port1.addEventListener('close', () => bindings.__standInPortClosed(portId));
    port1.start();
    ports.set(portId, port1);
    return port2;
  };
  const pageSide: PageSide = {
    toFrame: ({ channel, args, ports: portIds }) => {
      const event = { ports: portIds.map(openPort) };
      for (const listener of listeners.get(channel) ?? []) listener(event, ...args);
    },
    portMessage: (portId, data) => ports.get(portId)?.postMessage(data),
    portClosed: (portId) => {
      ports.get(portId)?.close();
      ports.delete(portId);
    },
  };
  Object.defineProperty(window, '__standIn', { value: pageSide });

  /** What crosses the bridge is frozen and loses its prototype. */
  const bridged = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, bridged(inner)])));
  };
  const electron = {
    ipcRenderer: {
      send: (channel: string, ...args: readonly unknown[]) => bindings.__standInSend(channel, args),
      on: (channel: string, listener: Listener) => {
        const known = listeners.get(channel) ?? new Set();
        listeners.set(channel, known.add(listener));
      },
    },
    contextBridge: {
      exposeInMainWorld: (key: string, api: unknown) =>
        Object.defineProperty(window, key, { value: bridged(api), enumerable: true }),
    },
  };
  const require = (name: string): unknown => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name} (the preload is sandboxed)`);
  };
  preload(require, { exports: {} }, {});
}

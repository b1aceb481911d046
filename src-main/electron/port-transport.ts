import type { MessagePortMain } from 'electron';
import type { PortToClient, PortToHost, ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';

/** The part of a port that is used here. */
type Port = Pick<MessagePortMain, 'start' | 'postMessage' | 'close' | 'on' | 'off' | 'once'>;

/** The core's end of a MessagePort. Who holds the other end was decided when it was handed over; no token is needed. */
export function createPortTransport(port: Port): Transport<ToClient, ToHost> {
  let closed = false;
  /** Characters that were sent and that the page has not dealt with. */
  let untaken = 0;
  const listeners = new Set<(message: ToHost) => void>();
  port.on('message', ({ data }: { readonly data: unknown }) => {
    const taken = takenChars(data);
    if (taken !== null) untaken = Math.max(0, untaken - taken);
    else for (const listener of listeners) listener(data as ToHost);
  });
  port.once('close', () => {
    closed = true;
  });
  port.start();
  return {
    send: (message) => {
      if (closed) return;
      const text: PortToClient = JSON.stringify(message);
      untaken += text.length;
      port.postMessage(text);
    },
    onMessage: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose: (listener) => {
      if (closed) {
        listener();
        return () => undefined;
      }
      port.once('close', listener);
      return () => port.off('close', listener);
    },
    close: () => port.close(),
    backlog: () => untaken,
  };
}

/** Null for every other message. What a page says is looked at before it is believed, here and by whoever listens. */
function takenChars(data: unknown): number | null {
  const message = data as { readonly [K in keyof Extract<PortToHost, { t: 'taken' }>]?: unknown } | null | undefined;
  if (message?.t !== 'taken') return null;
  return Number.isSafeInteger(message.chars) ? Math.max(0, message.chars as number) : 0;
}

import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';
import { PAGE_ORIGIN } from './page-protocol.ts';
import { createPortTransport } from './port-transport.ts';

/** The preload knows it too. */
const PORT_CHANNEL = 'skein:port';

export const clientIdOf = (contents: WebContents): string => `window-${contents.id}`;

/**
 * Gives a port to the core to each page that asks for one: our page, in a window's main frame. A page that asks again (it was reloaded)
 * loses its former one.
 */
export function servePorts(connect: (transport: Transport<ToClient, ToHost>, clientId: string) => Unsubscribe): void {
  const connected = new Map<number, Unsubscribe>();
  ipcMain.on(PORT_CHANNEL, ({ sender, senderFrame }) => {
    if (!senderFrame || senderFrame !== sender.mainFrame || !senderFrame.url.startsWith(`${PAGE_ORIGIN}/`)) return;
    connected.get(sender.id)?.();
    const { port1, port2 } = new MessageChannelMain();
    const disconnect = connect(createPortTransport(port1), clientIdOf(sender));
    const end = () => {
      sender.off('destroyed', end);
      disconnect();
      port1.close();
      connected.delete(sender.id);
    };
    connected.set(sender.id, end);
    sender.once('destroyed', end);
    senderFrame.postMessage(PORT_CHANNEL, null, [port2]);
  });
}

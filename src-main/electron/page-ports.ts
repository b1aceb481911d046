import { ipcMain, MessageChannelMain, type WebContents } from 'electron';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ToClient, ToHost, Transport } from '../../src-shared/contract/wire.ts';
import { PAGE_ORIGIN } from './page-protocol.ts';
import { createPortTransport } from './port-transport.ts';

/** The preload knows it too. */
const PORT_CHANNEL = 'skein:port';

export interface PagePorts {
  /** The client id of a window's page, as long as it is connected. A reloaded page is another client. */
  clientOf(contents: WebContents): string | undefined;
}

/**
 * Gives a port to the core to each page that asks for one: our page, in a window's main frame. A page that asks again (it was reloaded)
 * loses its former one.
 */
export function servePorts(
  connect: (transport: Transport<ToClient, ToHost>, clientId: string) => Unsubscribe,
): PagePorts {
  const connected = new Map<number, { readonly clientId: string; end(): void }>();
  let connections = 0;
  ipcMain.on(PORT_CHANNEL, ({ sender, senderFrame }) => {
    if (!senderFrame || senderFrame !== sender.mainFrame || !senderFrame.url.startsWith(`${PAGE_ORIGIN}/`)) return;
    connected.get(sender.id)?.end();
    connections += 1;
    const clientId = `window-${sender.id}-${connections}`;
    const { port1, port2 } = new MessageChannelMain();
    const disconnect = connect(createPortTransport(port1), clientId);
    const end = () => {
      sender.off('destroyed', end);
      sender.off('render-process-gone', end);
      disconnect();
      port1.close();
      connected.delete(sender.id);
    };
    connected.set(sender.id, { clientId, end });
    sender.once('destroyed', end);
    sender.once('render-process-gone', end);
    senderFrame.postMessage(PORT_CHANNEL, null, [port2]);
  });
  return { clientOf: (contents) => connected.get(contents.id)?.clientId };
}

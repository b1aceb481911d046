import { contextBridge, ipcRenderer } from 'electron';

/** Main and page know these names too: src-main/electron/page-ports.ts and src-renderer/rpc/connect.ts. */
const PORT_CHANNEL = 'skein:port';
const PORT_MESSAGE = 'skein:port';

// A port cannot cross the context bridge, but it can be posted to the page's own window. The origin is checked by naming it: a page
// that navigated elsewhere meanwhile gets nothing.
ipcRenderer.on(PORT_CHANNEL, ({ ports }) => window.postMessage(PORT_MESSAGE, window.location.origin, ports));

contextBridge.exposeInMainWorld('skein', {
  /** Asks for a new connection to the core; the port arrives as a message event. */
  connect: (): void => ipcRenderer.send(PORT_CHANNEL),
});

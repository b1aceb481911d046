// Stands in for the `electron` module where its binary is not there: as much of it as Skein's main process uses. It proves boot order,
// options, handlers, the preload's contract, links, the second instance and quitting; not that Electron honours the options.
export { app } from './app.ts';
export { BrowserWindow } from './browser-window.ts';
export { Menu } from './menu.ts';
export { MessageChannelMain } from './message-ports.ts';
export {
  dialog,
  ipcMain,
  nativeImage,
  nativeTheme,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
} from './system.ts';
export { Tray } from './tray.ts';
export { Notification, powerSaveBlocker } from './notification.ts';

/** What crosses between the process that runs Skein's main (`Host`) and the test that holds the browser (`Test`). */

/** How a page got a message from `ipcRenderer`: its channel, its arguments, and ports by their ids. */
export interface FrameMessage {
  readonly channel: string;
  readonly args: readonly unknown[];
  readonly ports: readonly number[];
}

export type FromHost =
  | {
      readonly type: 'load';
      readonly windowId: number;
      readonly url: string;
      /** The built preload's text. */
      readonly preload: string;
    }
  | { readonly type: 'toFrame'; readonly windowId: number; readonly message: FrameMessage }
  | { readonly type: 'portMessage'; readonly portId: number; readonly data: unknown }
  | { readonly type: 'portClosed'; readonly portId: number }
  | { readonly type: 'response'; readonly requestId: number; readonly response: PageResponse }
  | { readonly type: 'answer'; readonly askId: number; readonly value: unknown }
  | { readonly type: 'destroyed'; readonly windowId: number }
  /** Something the app asked the system for, as it was asked. */
  | { readonly type: 'record'; readonly name: RecordName; readonly value: unknown };

export type RecordName =
  | 'window'
  | 'show'
  | 'focus'
  | 'menu'
  | 'openExternal'
  | 'showItemInFolder'
  | 'openDialog'
  | 'messageBox'
  | 'reload'
  | 'scheme'
  | 'notification'
  | 'notificationClosed'
  | 'badge'
  | 'awake'
  | 'zoom'
  | 'onTop'
  | 'tray'
  | 'dock'
  | 'jumpList'
  | 'relaunch'
  | 'quit';

export interface PageResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type FromTest =
  | {
      readonly type: 'fromFrame';
      readonly windowId: number;
      readonly channel: string;
      readonly args: readonly unknown[];
    }
  | { readonly type: 'portMessage'; readonly portId: number; readonly data: unknown }
  | { readonly type: 'portClosed'; readonly portId: number }
  | { readonly type: 'request'; readonly requestId: number; readonly url: string; readonly method: string }
  | { readonly type: 'loaded'; readonly windowId: number }
  /** The page is at another address, within itself. */
  | { readonly type: 'navigated'; readonly windowId: number; readonly url: string }
  /** Questions to the host, answered by `answer` with the same id. */
  | { readonly type: 'ask'; readonly askId: number; readonly ask: Ask };

export type Ask =
  /** A click in the menu; answers whether there is such an item. */
  | { readonly what: 'clickMenu'; readonly labels: readonly string[] }
  /** The user closes a window; answers whether it closed. */
  | { readonly what: 'closeWindow'; readonly windowId: number }
  /** The user quits (Cmd+Q, the menu's item). */
  | { readonly what: 'quit' }
  /** The page wants to go elsewhere; answers whether it may. */
  | { readonly what: 'mayNavigate'; readonly windowId: number; readonly url: string }
  /** The page wants a window; answers whether it gets one. */
  | { readonly what: 'mayOpen'; readonly windowId: number; readonly url: string }
  /** The page wants a permission; answers whether it gets it. */
  | { readonly what: 'permission'; readonly windowId: number; readonly permission: string; readonly url: string }
  /** What the next dialog is answered with. */
  | { readonly what: 'answerDialog'; readonly value: unknown }
  /** The machine wakes up or shuts down; answers whether a shutdown is held up. */
  | { readonly what: 'power'; readonly event: 'resume' | 'shutdown' }
  /** The user of Windows logs out. */
  | { readonly what: 'sessionEnd'; readonly windowId: number }
  /** macOS hands a file or a folder over. */
  | { readonly what: 'openFile'; readonly path: string }
  /** The user answers the newest notification: by a button, by words, or by a click on it. */
  | { readonly what: 'answerNotification'; readonly button: string | null; readonly words: string | null }
  /** The process of a window's page, or a helper, is gone. */
  | { readonly what: 'crash'; readonly windowId: number; readonly reason: string }
  | { readonly what: 'helperGone'; readonly kind: string; readonly reason: string }
  /** A page answers no more, or again. */
  | { readonly what: 'hang'; readonly windowId: number; readonly over: boolean }
  /** The user turns the wheel with the key for zooming held. */
  | { readonly what: 'zoomWheel'; readonly windowId: number; readonly direction: 'in' | 'out' }
  /** The user turns to a window. */
  | { readonly what: 'focus'; readonly windowId: number }
  /** A click in the menu of the tray or of the Dock; answers whether there is such an item. */
  | { readonly what: 'clickTray' | 'clickDock'; readonly label: string }
  /** The user works elsewhere: no window has the focus. */
  | { readonly what: 'leave' }
  /** macOS hands a link over. */
  | { readonly what: 'openUrl'; readonly url: string };

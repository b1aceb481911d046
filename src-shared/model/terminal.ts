import type { ServerId, ThreadRef } from './ids.ts';

/** One shell in the terminal drawer. It lives in the core: a reload of the window finds it again. */
export interface Terminal {
  readonly id: string;
  readonly serverId: ServerId;
  /** The thread whose drawer it is in; null: the project's. */
  readonly thread: ThreadRef | null;
  readonly folder: string;
  readonly title: string;
  readonly createdAt: number;
  readonly state:
    | { readonly kind: 'starting' }
    | { readonly kind: 'running' }
    | { readonly kind: 'exited'; readonly exitCode: number | null }
    /** The app-server that carried it ended, and the shell with it. */
    | { readonly kind: 'lost' }
    /** `message` is what the app-server said; empty where the reason says it all. */
    | { readonly kind: 'failed'; readonly reason: 'folder-missing' | 'not-started'; readonly message: string };
}

/** What the core keeps of a terminal's output. */
export const SCROLLBACK_BYTES = 2_000_000;
/** How far the core runs ahead of what a window said it has `seen`. */
export const WATCH_WINDOW_BYTES = 1_000_000;
/** A window says what it has `seen` at least this often, and after every snapshot. */
export const SEEN_STEP_BYTES = 128 * 1024;

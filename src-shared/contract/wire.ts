import type { Result } from '../result.ts';
import type { AppError } from './app-error.ts';

/** A WebSocket is closed with this when its page shows another token than the host's: trying again does not help. */
export const REFUSED_CLOSE_CODE = 4401;

/**
 * The only shapes that cross a transport. Ids are chosen by the client. `hello` is the first message on a transport that needs a
 * token (WebSocket); a MessagePort is trusted by how it was handed over.
 */
export type ToHost =
  /** `was`: the return key that the page had so far, which is void now. */
  | { readonly t: 'hello'; readonly token: string; readonly was?: string }
  | { readonly t: 'call'; readonly id: number; readonly path: string; readonly input: unknown }
  | { readonly t: 'open'; readonly id: number; readonly path: string; readonly input: unknown }
  | { readonly t: 'close'; readonly id: number };

export type ToClient =
  | { readonly t: 'welcome' }
  /**
   * Before the welcome. `token`: what to show from now on when the connection breaks, for the page's memory alone. `returnKey`: for the
   * tab's storage, which browsers write to the disk: it opens nothing while the page is connected, and then once.
   */
  | { readonly t: 'keys'; readonly token: string; readonly returnKey: string }
  | { readonly t: 'answer'; readonly id: number; readonly result: Result<unknown, AppError> }
  /** Events of any number of streams, in order: one message per flush of the outbox. */
  | { readonly t: 'events'; readonly events: readonly (readonly [id: number, event: unknown])[] }
  /** The core refused or ended a stream. */
  | { readonly t: 'ended'; readonly id: number; readonly error: AppError };

/**
 * What crosses a MessagePort. It does not tell what the other side has taken, so the core's messages go as text, whose length is known,
 * and the page says what it has dealt with: a page that is busy or stopped must hold events back in the core, where they can be joined.
 */
export type PortToClient = string;
export type PortToHost = ToHost | { readonly t: 'taken'; readonly chars: number };

export interface Transport<Out, In> {
  send(message: Out): void;
  onMessage(listener: (message: In) => void): () => void;
  /** Fires once, also when it was closed already. */
  onClose(listener: () => void): () => void;
  close(): void;
  /** Bytes not yet taken by the other side; 0 where the transport cannot tell. */
  backlog(): number;
}

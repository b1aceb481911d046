import type { Thread } from './protocol/generated/v2/Thread';
import type { ServerNotification as BundledNotification } from './protocol/generated/ServerNotification';
import type { ServerRequest as BundledRequest } from './protocol/generated/ServerRequest';
import type { ClientMethods, ServerRequestMethods } from './protocol/generated/methods.ts';

/** Methods that older supported versions have and the bundled one has dropped; written down from what 0.124.0 accepts. */
interface OlderMethods {
  /** Takes the last `numTurns` turns off a thread; replaced by `thread/revert`. */
  'thread/rollback': { params: { threadId: string; numTurns: number }; response: { thread: Thread } };
}

type AllMethods = Omit<ClientMethods, 'initialize'> & OlderMethods;

/** Every method that can be called on a server that is ready. */
export type ClientMethod = keyof AllMethods;
export type ParamsOf<M extends ClientMethod> = AllMethods[M]['params'];
export type ResponseOf<M extends ClientMethod> = AllMethods[M]['response'];

/** 0.169 stamps each notification with the time it was made; 0.124 does not. */
export type ServerNotification = BundledNotification & { readonly emittedAtMs?: number };
export type NotificationMethod = ServerNotification['method'];
export type NotificationOf<M extends NotificationMethod> = Extract<ServerNotification, { method: M }>;

export type ServerRequest = BundledRequest;
export type RequestMethod = ServerRequest['method'];
export type RequestOf<M extends RequestMethod> = Extract<ServerRequest, { method: M }>;
/** What a request of the server is answered with. */
export type AnswerTo<M extends RequestMethod> = ServerRequestMethods[M]['response'];

import type { FromHost, FromTest } from './messages.ts';

type Handler<T extends FromTest['type']> = (message: Extract<FromTest, { type: T }>) => void;
const handlers = new Map<string, (message: never) => void>();

process.on('message', (message: FromTest) => handlers.get(message.type)?.(message as never));
// The test is gone: nobody holds the page any more.
process.on('disconnect', () => process.exit(1));

export const tell = (message: FromHost): void => {
  if (process.connected) process.send?.(message);
};
/** One receiver for each type of message. */
export const receive = <T extends FromTest['type']>(type: T, handler: Handler<T>): void => {
  handlers.set(type, handler);
};

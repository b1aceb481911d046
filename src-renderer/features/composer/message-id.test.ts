import { expect, test } from 'vitest';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { messageAnswered, messageFor } from './message-id.ts';
import { EMPTY_CONTENT } from './tokens.ts';

const thread: ThreadRef = { serverId: 's' as ServerId, threadId: 't' as ThreadId };
const words = (text: string) => ({ ...EMPTY_CONTENT, text });

test('the same words keep their id while it is not known whether they arrived', () => {
  const first = messageFor('desk', thread, words('hello'));
  messageAnswered('desk', first, err({ code: 'rpc.disconnected' }));
  expect(messageFor('desk', thread, words('hello')).clientMessageId).toBe(first.clientMessageId);
  expect(messageFor('desk', thread, words('hello!')).clientMessageId).not.toBe(first.clientMessageId);
  expect(messageFor('other desk', thread, words('hello')).clientMessageId).not.toBe(first.clientMessageId);
  messageAnswered('desk', first, ok(null));
  expect(messageFor('desk', thread, words('hello')).clientMessageId).not.toBe(first.clientMessageId);
});

test('after a refusal the same words are a new message', () => {
  const first = messageFor('desk', thread, words('hello'));
  messageAnswered('desk', first, err({ code: 'thread.locked' }));
  expect(messageFor('desk', thread, words('hello')).clientMessageId).not.toBe(first.clientMessageId);
});

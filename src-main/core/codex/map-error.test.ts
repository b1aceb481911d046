import { expect, test } from 'vitest';
import { mapTurnError } from './map-error.ts';

/** Errors as 0.169.0 and 0.124.0 sent them (app-server.md §6). */
test.each([
  [
    'usage limit',
    { message: "You've hit your usage limit.", codexErrorInfo: 'usageLimitExceeded' },
    false,
    'usage-limit',
    null,
  ],
  [
    'overloaded',
    { message: 'Selected model is at capacity.', codexErrorInfo: 'serverOverloaded' },
    false,
    'overloaded',
    null,
  ],
  [
    'high demand',
    { message: 'We’re currently experiencing high demand', codexErrorInfo: 'internalServerError' },
    false,
    'overloaded',
    null,
  ],
  ['context', { message: 'ran out of room', codexErrorInfo: 'contextWindowExceeded' }, false, 'context-window', null],
  [
    'retry after a lost stream',
    {
      message: 'Reconnecting... 1/2',
      codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } },
      additionalDetails: 'stream disconnected before completion',
    },
    true,
    'stream-lost',
    null,
  ],
  [
    'network down (0.169)',
    {
      message: 'Reconnecting... waiting for network',
      codexErrorInfo: { responseStreamDisconnected: { httpStatusCode: null } },
    },
    true,
    'network-down',
    null,
  ],
  [
    'no new tokens of a host application (0.169)',
    { message: 'auth refresh request failed: code=-32000', codexErrorInfo: 'other' },
    false,
    'unauthorized',
    null,
  ],
  [
    'too many requests',
    {
      message: 'exceeded retry limit, last status: 429 Too Many Requests',
      codexErrorInfo: { responseTooManyFailedAttempts: { httpStatusCode: 429 } },
    },
    false,
    'rate-limit',
    429,
  ],
  [
    '401 on 0.169',
    {
      message: 'unexpected status 401 Unauthorized: bad token, url: http://model/v1/responses',
      codexErrorInfo: { httpConnectionFailed: { httpStatusCode: 401 } },
    },
    false,
    'unauthorized',
    401,
  ],
  [
    '401 on 0.124, in words only',
    {
      message: 'unexpected status 401 Unauthorized: bad token, url: http://model/v1/responses',
      codexErrorInfo: 'other',
    },
    false,
    'unauthorized',
    401,
  ],
  [
    '503 on 0.124',
    { message: 'unexpected status 503 Service Unavailable', codexErrorInfo: 'other' },
    false,
    'http',
    503,
  ],
  ['a word of the future', { message: 'no', codexErrorInfo: 'brandNew' }, false, 'other', null],
  ['an object of the future', { message: 'no', codexErrorInfo: { brandNew: { deep: 1 } } }, false, 'other', null],
  ['nothing', { message: 'no', codexErrorInfo: null }, false, 'other', null],
] as const)('%s', (_, error, willRetry, code, httpStatus) => {
  expect(mapTurnError(error, willRetry)).toMatchObject({ code, httpStatus, willRetry, message: error.message });
});

test('the body of a refused request is read, and kept', () => {
  const body = '{"error":{"message":"mock failure 400","type":"server_error","code":null}}';
  expect(mapTurnError({ message: body, codexErrorInfo: 'other' }, false)).toEqual({
    code: 'bad-request',
    message: 'mock failure 400',
    details: body,
    httpStatus: null,
    willRetry: false,
  });
});

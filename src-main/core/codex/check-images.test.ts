import { expect, test } from 'vitest';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { checkImages } from './check-images.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** Every model of the bundled versions sees; so the list is made up. */
const model = (id: string, inputModalities: readonly string[] | undefined) => ({
  model: id,
  displayName: id.toUpperCase(),
  hidden: false,
  supportedReasoningEfforts: [],
  inputModalities,
});
const data = [model('sees', ['text', 'image']), model('blind', ['text']), model('old', undefined)];
const server = { call: () => Promise.resolve(ok({ data, nextCursor: null })) } as unknown as CodexServer;
const picture: readonly InputPart[] = [{ kind: 'image', imageId: 'i', name: 'picture.png' }];

test.each([
  ['blind', picture, err({ code: 'input.image-unsupported', model: 'BLIND' })],
  ['blind', [{ kind: 'text', text: 'no picture' }] as const, ok(null)],
  ['sees', picture, ok(null)],
  ['old', picture, ok(null)],
  ['unknown', picture, ok(null)],
  [null, picture, ok(null)],
])('to %s', async (id, parts, expected) => {
  expect(await checkImages(server, parts, id)).toEqual(expected);
});

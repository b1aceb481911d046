import { expect, it } from 'vitest';
import { imageTypeOf } from './image-type.ts';
import { AVIF_HEAD, BMP_HEAD, GIF, JPEG_HEAD, PNG, SVG, WEBP_HEAD } from './testing/sample-images.ts';

it.each([
  ['PNG', PNG, 'image/png'],
  ['GIF', GIF, 'image/gif'],
  ['JPEG', JPEG_HEAD, 'image/jpeg'],
  ['WebP', WEBP_HEAD, 'image/webp'],
  ['AVIF', AVIF_HEAD, 'image/avif'],
  ['BMP', BMP_HEAD, 'image/bmp'],
  ['SVG', SVG, null],
  ['SVG behind a declaration', Buffer.concat([Buffer.from('<?xml version="1.0"?>'), SVG]), null],
  ['HTML', Buffer.from('<!doctype html>'), null],
  ['words that begin like a bitmap', Buffer.from('BMW builds cars and motorcycles in Munich'), null],
  ['a film', Buffer.from('\0\0\0\x18ftypmp42\0\0\0\0mp42isom', 'latin1'), null],
  ['a cut one', PNG.subarray(0, 4), null],
  ['nothing', new Uint8Array(), null],
])('%s', (_, bytes, type) => {
  expect(imageTypeOf(bytes)).toBe(type);
});

import { expect, it } from 'vitest';
import { commentText, readPicked } from './preview-comment.ts';

const element = { selector: '#main > h1', text: ' A\n`title` ', x: 1.4, y: 2, width: 30, height: 4.6 };

it('takes an answer in the right form, to the right question', () => {
  expect(readPicked({ kind: 'skein-picked', id: 3, element }, 3)).toEqual({ ...element, text: "A 'title'" });
  expect(readPicked({ kind: 'skein-picked', id: 3, element: null }, 3)).toBeNull();
  expect(readPicked({ kind: 'skein-picked', id: 3, element: { ...element, x: 'wide' } }, 3)).toBeNull();
  for (const other of [null, 'x', {}, { kind: 'skein-picked', id: 2, element }])
    expect(readPicked(other, 3)).toBeUndefined();
});

it('says where, what and how large', () => {
  const box = { x: 10, y: 20.2, width: 100, height: 50 };
  expect(commentText('index.html', { box, element: null }, ' Too dark ')).toBe(
    'In the preview of `index.html`, the area 100×50 px at 10, 20:\nToo dark\n',
  );
  expect(commentText('index.html', { box, element: { ...element, text: 'A' } }, 'Bigger')).toBe(
    'In the preview of `index.html`, the element `#main > h1` (“A”), 30×5 px at 1, 2:\nBigger\n',
  );
});

import { beforeEach, expect, it } from 'vitest';
import type { ProjectId } from '../../src-shared/model/ids.ts';
import { err, ok } from '../../src-shared/result.ts';
import { createOpener, type Opener } from './opener.ts';

let now: number;
let shows: number;
let opened: string[];
let said: string[];
let opener: Opener;
beforeEach(() => {
  [now, shows, opened, said] = [0, 0, [], []];
  opener = createOpener({
    core: {
      openPath: (path) => {
        opened.push(path);
        return Promise.resolve(path === '/gone' ? err({ code: 'path.missing', path }) : ok('p' as ProjectId));
      },
      openLink: (link) => {
        opened.push(link);
        return Promise.resolve(
          link === 'codex://odd' ? err({ code: 'link.refused', link, reason: 'unknown' }) : ok(null),
        );
      },
      startDemo: () => {
        opened.push('demo');
        return Promise.resolve(err({ code: 'demo.failed', reason: 'no model' }));
      },
    },
    clock: { now: () => now },
    window: 'opening',
    show: () => (shows += 1),
    complain: (words) => said.push(words),
  });
});

it('opens what it was started with, and says what it cannot', async () => {
  await opener.open({ paths: ['/a', '/gone', '/b'], links: ['codex://new', 'codex://odd'], demo: true });
  expect(opened).toEqual(['/a', '/gone', '/b', 'codex://new', 'codex://odd', 'demo']);
  expect(said).toEqual([
    'cannot open /gone: path.missing',
    'cannot open codex://odd: link.refused',
    expect.stringContaining('no model'),
  ]);
  expect(shows).toBe(0);
});

it('opens what a later start asks for, and shows itself no more than once in a while', async () => {
  const answer = { pid: process.pid, window: 'opening', refused: [{ path: '/gone', code: 'path.missing' }] };
  expect(await opener.show({ paths: ['/a', '/gone'], links: [], demo: false })).toEqual(answer);
  expect(await opener.show({ paths: ['/b'], links: [], demo: true })).toEqual({ ...answer, refused: [] });
  expect(opened).toEqual(['/a', '/gone', '/b', 'demo']);
  expect(shows).toBe(1);
  now = 3_000;
  await opener.show({ paths: [], links: [], demo: false });
  // A clock that was set back.
  now = 0;
  await opener.show({ paths: [], links: [], demo: false });
  expect(shows).toBe(3);
});

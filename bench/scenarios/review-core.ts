import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReviewState } from '../../src-shared/model/review.ts';
import { createGitRunner } from '../../src-main/core/git/git-runner.ts';
import { localHost } from '../../src-main/core/hosts/local-host.ts';
import {
  createPlayground,
  createReview,
  reviewOf,
  type ReviewRig,
} from '../../src-main/core/review/testing/review-rig.ts';
import type { Row } from '../report.ts';
import { median } from '../stats.ts';

const SCENARIO = 'review-core';
const git = createGitRunner({ env: process.env, host: localHost });

/**
 * What a page that opens a large change waits for in the core: the list, then all diffs, against a plain `git diff` run by the same
 * runner.
 */
export async function reviewCore(files: number, linesPerFile: number, rounds: number): Promise<Row[]> {
  const playground = createPlayground();
  try {
    const { folder } = playground.repository('large');
    plant(folder, files, linesPerFile);
    const plain: number[] = [];
    const lists: number[] = [];
    const diffs: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const floor = await timed(() => git.raw(['diff'], { cwd: folder }));
      // Nothing is known yet, as when a review is opened first.
      const rig = await createReview(playground);
      const { place, diffs: ask } = reviewOf(rig, folder);
      let state: ReviewState | null = null;
      let stop = () => {};
      const list = await timed(async () => ([state, stop] = await open(rig, place)));
      const wanted = (state as ReviewState | null)?.files ?? [];
      if (wanted.length !== files) throw new Error(`${wanted.length} changes`);
      const all = await timed(() => ask(wanted));
      stop();
      await rig.dispose();
      if (round === 0) continue;
      plain.push(floor);
      lists.push(list);
      diffs.push(all);
    }
    const floor = median(plain);
    const what = `${files} files, ${files * linesPerFile} changed lines, median of ${rounds}`;
    return [
      { scenario: SCENARIO, what: `list of ${what}`, measured: median(lists), floor, unit: 'ms' },
      {
        scenario: SCENARIO,
        what: `all diffs of ${what}`,
        measured: median(diffs),
        floor,
        unit: 'ms',
      },
    ];
  } finally {
    playground.remove();
  }
}

/** Watches a review until it is there; the answer's second part ends that. */
function open({ service }: ReviewRig, place: ReturnType<typeof reviewOf>['place']): Promise<[ReviewState, () => void]> {
  return new Promise((resolve, reject) => {
    const stop = service.watch(
      { ...place, scope: { kind: 'uncommitted' } },
      {
        emit: (state) => {
          if (state.phase === 'ready') resolve([state, () => stop()]);
        },
        fail: (error) => reject(new Error(error.code)),
      },
    );
  });
}

function plant(root: string, files: number, lines: number): void {
  const write = (n: number, version: string) => {
    const text = Array.from(
      { length: lines * 2 },
      (_, at) => `export const value${at} = '${at % 4 === 1 ? version : 'same'}';\n`,
    );
    writeFileSync(join(root, `folder-${n % 20}`, `file-${n}.ts`), text.join(''));
  };
  for (let n = 0; n < 20; n++) mkdirSync(join(root, `folder-${n}`));
  const run = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  run('init', '-q');
  for (let n = 0; n < files; n++) write(n, 'old');
  run('add', '-A');
  run('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '-m', 'all');
  for (let n = 0; n < files; n++) write(n, 'new');
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

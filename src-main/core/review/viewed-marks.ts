import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ReviewScope } from '../../../src-shared/model/review.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** Which diffs the user has looked at: by working tree, scope, path and fingerprint. A diff that changes is not looked at any more. */
export interface ViewedMarks {
  has(root: string, scope: ReviewScope, path: string, fingerprint: string): boolean;
  set(root: string, scope: ReviewScope, path: string, fingerprint: string, viewed: boolean): void;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

/** What was left alone the longest goes when there is more. */
const MAX_REVIEWS = 300;
const MAX_PATHS = 5_000;
/** A path can be in two sections at once; what was looked at before comes back when a change is undone. */
const MAX_FINGERPRINTS = 4;

const schema = z.record(
  z.string(),
  z.object({ at: z.number(), paths: z.record(z.string(), z.array(z.string()).max(MAX_FINGERPRINTS)) }),
);

export async function openViewedMarks(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<ViewedMarks> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile<z.infer<typeof schema>>({
    file: join(skeinHome, 'reviewed.json'),
    schema,
    fallback: {},
    clock,
    log,
    ...(report && { report }),
  });
  const marksOf = (key: string, path: string): readonly string[] => {
    const all = file.value();
    const paths = Object.hasOwn(all, key) ? all[key]?.paths : undefined;
    return paths && Object.hasOwn(paths, path) ? (paths[path] ?? []) : [];
  };
  return {
    has: (root, scope, path, fingerprint) => marksOf(keyOf(root, scope), path).includes(fingerprint),
    set: (root, scope, path, fingerprint, viewed) => {
      const key = keyOf(root, scope);
      const others = marksOf(key, path).filter((mark) => mark !== fingerprint);
      const marks = viewed ? [fingerprint, ...others].slice(0, MAX_FINGERPRINTS) : others;
      file.update((all) => {
        const rest = Object.entries(all[key]?.paths ?? {}).filter(([name]) => name !== path);
        const paths = Object.fromEntries(
          (marks.length > 0 ? [...rest, [path, marks] as const] : rest).slice(-MAX_PATHS),
        );
        const reviews = [
          ...Object.entries(all).filter(([name]) => name !== key),
          [key, { at: clock.now(), paths }] as const,
        ];
        return Object.fromEntries(reviews.sort(([, a], [, b]) => a.at - b.at).slice(-MAX_REVIEWS));
      });
    },
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

export const keyOf = (root: string, scope: ReviewScope): string => {
  switch (scope.kind) {
    case 'uncommitted':
      return JSON.stringify([root, scope.kind]);
    case 'branch':
      return JSON.stringify([root, scope.kind, scope.base]);
    case 'lastTurn':
      return JSON.stringify([root, scope.kind, scope.threadId]);
    case 'turn':
      return JSON.stringify([root, scope.kind, scope.threadId, scope.turnId]);
    case 'commit':
      return JSON.stringify([root, scope.kind, scope.commit]);
    case 'snapshot':
      return JSON.stringify([root, scope.kind, scope.snapshotId]);
  }
};

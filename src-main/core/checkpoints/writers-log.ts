import type { ThreadKey } from '../../../src-shared/model/ids.ts';

interface Stretch {
  readonly thread: ThreadKey;
  readonly from: number;
  /** Null while it runs. */
  to: number | null;
  /** The server said that it runs; before that it may still be refused. */
  started: boolean;
}
interface UserWrite {
  readonly at: number;
  readonly paths: readonly string[] | null;
}

export interface WritersTurn {
  start(): void;
  leave(at: number): void;
}

/** Remembers who worked in which working tree when, as long as a turn that runs could be concerned. */
export interface WritersLog {
  /** A turn is about to work in the tree. One that never starts is nobody who could have written. */
  begin(root: string, thread: ThreadKey, at: number): WritersTurn;
  /** No turn runs anywhere: nobody could be mistaken for another. */
  isIdle(): boolean;
  userWrote(root: string, paths: readonly string[] | null, at: number): void;
  /** Other threads whose turns ran at some time between the two moments. */
  othersDuring(root: string, thread: ThreadKey, from: number, to: number): readonly ThreadKey[];
  /** What the user wrote between the two moments. */
  userDuring(root: string, from: number, to: number): ReadonlySet<string> | 'any';
}

export function createWritersLog(): WritersLog {
  const stretches = new Map<string, Stretch[]>();
  const writes = new Map<string, UserWrite[]>();

  /** What ended before the oldest turn that still runs began concerns nobody any more. */
  const forget = (root: string) => {
    const known = stretches.get(root) ?? [];
    const running = known.filter(({ to }) => to === null).map(({ from }) => from);
    const oldest = Math.min(...running);
    const kept = running.length === 0 ? [] : known.filter(({ to }) => to === null || to >= oldest);
    if (kept.length > 0) stretches.set(root, kept);
    else stretches.delete(root);
    const later = running.length === 0 ? [] : (writes.get(root) ?? []).filter(({ at }) => at >= oldest);
    if (later.length > 0) writes.set(root, later);
    else writes.delete(root);
  };

  return {
    begin: (root, thread, from) => {
      const stretch: Stretch = { thread, from, to: null, started: false };
      stretches.set(root, [...(stretches.get(root) ?? []), stretch]);
      return {
        start: () => (stretch.started = true),
        leave: (to) => {
          stretch.to = to;
          forget(root);
        },
      };
    },
    isIdle: () => stretches.size === 0,
    userWrote: (root, paths, at) => {
      // Nobody to be mistaken for.
      if (!stretches.has(root)) return;
      writes.set(root, [...(writes.get(root) ?? []), { at, paths }]);
    },
    othersDuring: (root, thread, from, to) => {
      const others = (stretches.get(root) ?? []).filter(
        (stretch) =>
          stretch.started && stretch.thread !== thread && stretch.from <= to && (stretch.to ?? Infinity) >= from,
      );
      return [...new Set(others.map((stretch) => stretch.thread))];
    },
    userDuring: (root, from, to) => {
      const during = (writes.get(root) ?? []).filter(({ at }) => at >= from && at <= to);
      if (during.some(({ paths }) => paths === null)) return 'any';
      return new Set(during.flatMap(({ paths }) => paths ?? []));
    },
  };
}

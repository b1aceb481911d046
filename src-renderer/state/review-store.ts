import { createStore, type StoreApi } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../src-shared/contract/define.ts';
import type { ServerId } from '../../src-shared/model/ids.ts';
import type { ChangedFile, FileDiff, ReviewScope, ReviewState } from '../../src-shared/model/review.ts';
import { getClient } from './client.ts';

/** What is looked at: a folder, compared with what. */
export interface ReviewSubject {
  readonly serverId: ServerId;
  readonly folder: string;
  readonly scope: ReviewScope;
  readonly whitespace: 'show' | 'ignore';
}
export interface ReviewView {
  readonly review: ReviewState | null;
  readonly error: AppError | null;
  /** By `fileId`. An older diff stays until the one of the new fingerprint is there. */
  readonly diffs: ReadonlyMap<string, FileDiff>;
  /** Files whose diff could not be read, by `fileId`. */
  readonly failed: ReadonlyMap<string, AppError>;
}
/** One open review: the list of files as the core streams it, and the diffs as they come in. */
export interface ReviewSession {
  readonly subject: ReviewSubject;
  readonly store: StoreApi<ReviewView>;
  /** Reads a diff that is too large to be shown unasked. */
  readonly readWhole: (file: ChangedFile) => void;
  /** Follows the core until the answer is called. */
  readonly open: () => Unsubscribe;
}

export const fileId = (file: { readonly section: string; readonly path: string }): string =>
  `${file.section}:${file.path}`;

/** The first request is small, so that the first files are there at once. */
const FIRST_BATCH = 8;
const BATCH = 40;
/** Most lines of one request: an answer of a few megabytes. */
const LINES_A_REQUEST = 40_000;
/** Most lines that one update brings into the view, a few milliseconds of work; between two updates the page can paint and take keys. */
const LINES_AN_UPDATE = 6_000;
/** Whole files from the first on, as many as fit; the first one always. */
function fitting(files: readonly ChangedFile[], most: { readonly files: number; readonly lines: number }) {
  let lines = 0;
  const end = files.findIndex((file, at) => {
    lines += (file.additions ?? 0) + (file.deletions ?? 0);
    return at > 0 && (at === most.files || lines > most.lines);
  });
  return end === -1 ? files : files.slice(0, end);
}
const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** Lines around each change. */
export const CONTEXT_LINES = 3;

export function createReview(subject: ReviewSubject): ReviewSession {
  const store = createStore<ReviewView>(() => ({ review: null, error: null, diffs: new Map(), failed: new Map() }));
  const whole = new Set<string>();
  const { serverId, folder, scope, whitespace } = subject;
  let opened = 0;
  let reading = false;

  const missing = (): readonly ChangedFile[] => {
    const { review, diffs, failed } = store.getState();
    return (review?.files ?? []).filter((file) => {
      const id = fileId(file);
      const has = diffs.get(id);
      return !failed.has(id) && (has?.fingerprint !== file.fingerprint || (has.tooLarge !== null && whole.has(id)));
    });
  };
  const readMissing = async (mine: number): Promise<void> => {
    if (reading) return;
    reading = true;
    for (let size = store.getState().diffs.size === 0 ? FIRST_BATCH : BATCH; mine === opened; size = BATCH) {
      const next = missing();
      const large = next.find((file) => whole.has(fileId(file)));
      const batch = large ? [large] : fitting(next, { files: size, lines: LINES_A_REQUEST });
      if (batch.length === 0) break;
      const answer = await getClient().review.diffs({
        serverId,
        folder,
        scope,
        files: batch.map(({ section, path }) => ({ section, path })),
        whitespace,
        whole: large !== undefined,
        context: CONTEXT_LINES,
      });
      for (let from = 0; mine === opened && from < batch.length;) {
        const part = fitting(batch.slice(from), { files: BATCH, lines: LINES_AN_UPDATE });
        const ids = new Set(part.map(fileId));
        const found = answer.ok ? answer.value.filter((diff) => ids.has(fileId(diff))) : [];
        take(part, found, answer.ok ? null : answer.error);
        from += part.length;
        if (from < batch.length) await nextTask();
      }
    }
    reading = false;
  };
  const take = (asked: readonly ChangedFile[], found: readonly FileDiff[], error: AppError | null) => {
    const { review, diffs, failed } = store.getState();
    const now = new Map(diffs);
    for (const diff of found) now.set(fileId(diff), diff);
    const left = new Map(failed);
    for (const file of asked) {
      const id = fileId(file);
      // What came is of another fingerprint: the file has changed again, and the list will say so.
      if (now.get(id)?.fingerprint !== file.fingerprint)
        left.set(id, error ?? { code: 'review.stale', path: file.path });
    }
    const listed = new Set(review?.files.map(fileId));
    for (const id of now.keys()) if (!listed.has(id)) now.delete(id);
    store.setState({ diffs: now, failed: left });
  };

  return {
    subject,
    store,
    readWhole: (file) => {
      whole.add(fileId(file));
      void readMissing(opened);
    },
    open: () => {
      const mine = ++opened;
      reading = false;
      const close = getClient().review.watch(
        { serverId, folder, scope },
        {
          event: (review) => {
            // A new list is a new chance for what failed.
            store.setState({ review, error: null, failed: new Map() });
            void readMissing(mine);
          },
          error: (error) => store.setState({ error }),
        },
      );
      return () => {
        if (mine === opened) opened++;
        close();
      };
    },
  };
}

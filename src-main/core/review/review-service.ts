import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ChangeTarget } from '../../../src-shared/contract/review.ts';
import type { SendAnswer } from '../../../src-shared/contract/threads.ts';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import {
  noReview,
  type ChangedFile,
  type FileDiff,
  type ReviewComment,
  type ReviewScope,
  type ReviewSection,
  type ReviewState,
} from '../../../src-shared/model/review.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { FileTokens } from '../files/file-tokens.ts';
import { refineGitError } from '../git/git-error.ts';
import type { GitRunner } from '../git/git-runner.ts';
import type { RepositoryLocks } from '../git/repository-locks.ts';
import type { Clock } from '../ports.ts';
import { createOncePerMessage } from '../threads/once-per-message.ts';
import { commentMessage } from './comment-message.ts';
import type { CommentStore } from './comment-store.ts';
import { compare, type Comparison } from './comparison.ts';
import { fileDiffs, isTooLarge, type DiffWishes } from './file-diffs.ts';
import { keepStaged } from './keep-staged.ts';
import { createListTools, listChanges, type Change } from './list-changes.ts';
import { createLiveReview, type LiveReview } from './live-review.ts';
import { revert } from './revert-changes.ts';
import type { ReviewSnapshots, TurnTrees, WatchFolder } from './review-ports.ts';
import { sideBytes } from './review-sides.ts';
import { stage, unstage, type Uncommitted } from './stage-changes.ts';
import { contentText } from './text-of.ts';
import { keyOf, type ViewedMarks } from './viewed-marks.ts';
import { createWorkingFiles } from './working-files.ts';

type Answer<T> = Promise<Result<T, AppError>>;
/** A folder on a server's host, and what is compared there. */
export interface ReviewPlace extends FolderPlace {
  readonly scope: ReviewScope;
}
interface FolderPlace {
  readonly serverId: ServerId;
  readonly folder: string;
}
export interface FileRef {
  readonly section: ReviewSection;
  readonly path: string;
}

/** What changed in a folder, and what can be done about it: the `review` slice of the contract. */
export interface ReviewService {
  watch(place: ReviewPlace, sink: StreamSink<ReviewState>): Unsubscribe;
  diffs(place: ReviewPlace, files: readonly FileRef[], wishes: DiffWishes): Answer<readonly FileDiff[]>;
  contents(
    place: ReviewPlace,
    file: FileRef,
  ): Answer<{ readonly old: string | null; readonly new: string | null; readonly fingerprint: string }>;
  image(
    place: ReviewPlace,
    file: FileRef,
    side: 'old' | 'new',
  ): Answer<{ readonly url: string; readonly bytes: number } | null>;
  stage(place: FolderPlace, target: ChangeTarget): Answer<null>;
  unstage(place: FolderPlace, target: ChangeTarget): Answer<null>;
  revert(place: FolderPlace, target: ChangeTarget): Answer<{ readonly snapshotId: string }>;
  setViewed(place: ReviewPlace, file: FileRef, fingerprint: string, viewed: boolean): Answer<null>;
  watchComments(thread: ThreadRef, sink: StreamSink<readonly ReviewComment[]>): Unsubscribe;
  saveComment(comment: Parameters<CommentStore['save']>[0]): Answer<{ readonly id: string }>;
  removeComment(thread: ThreadRef, id: string): Answer<null>;
  /** Under one `messageId` once. */
  sendComments(
    thread: ThreadRef,
    words: string,
    messageId?: string,
  ): Answer<{ readonly outcome: SendAnswer['outcome'] }>;
  dispose(): void;
}

export interface ReviewOptions {
  readonly git: GitRunner;
  readonly locks: RepositoryLocks;
  readonly turns: TurnTrees;
  readonly snapshots: ReviewSnapshots;
  readonly viewed: ViewedMarks;
  readonly comments: CommentStore;
  readonly watchFolder: WatchFolder;
  readonly tokens: FileTokens;
  readonly fileUrl: (fileId: string) => string;
  /** Sends a message to a thread, the way the composer does. */
  readonly send: (
    thread: ThreadRef,
    text: string,
    messageId: string | undefined,
  ) => Answer<{ readonly outcome: SendAnswer['outcome'] }>;
  /** The server is there, and its host is this machine. */
  readonly isServer: (serverId: ServerId) => boolean;
  readonly clock: Clock;
}

export function createReviewService(options: ReviewOptions): ReviewService {
  const { git, locks, turns, snapshots, viewed, comments, watchFolder, tokens, fileUrl, send, isServer, clock } =
    options;
  const tools = createListTools(git, createWorkingFiles(git.files, clock));
  const once = createOncePerMessage<{ readonly outcome: SendAnswer['outcome'] }>();
  const live = new Map<string, { readonly place: ReviewPlace; readonly review: LiveReview }>();
  /** The files of what is watched as they were last seen, by section and path. */
  const lastSeen = new Map<string, ReadonlyMap<string, Change>>();

  const find = async ({ serverId, folder, scope }: ReviewPlace): ReturnType<typeof compare> => {
    if (!isServer(serverId)) return err({ code: 'server.unknown', serverId });
    return compare({ git, turns, snapshots }, serverId, folder, scope);
  };

  const read = async (place: ReviewPlace): Answer<ReviewState> => {
    const { scope } = place;
    const compared = await find(place);
    if (!compared.ok) return refined(compared);
    if (compared.value.kind === 'empty') {
      const { root, reason } = compared.value;
      return ok({ ...noReview(scope, 'ready'), root, empty: reason });
    }
    const { root } = compared.value.place;
    const list = await listChanges(tools, compared.value);
    if (!list.ok) return refined(list);
    const { changes, ...rest } = list.value;
    if (live.has(liveKey(place))) lastSeen.set(liveKey(place), byPlace(changes));
    const files = changes.map((change): ChangedFile =>
      withoutBlobs(change, viewed.has(root, scope, change.path, change.fingerprint)),
    );
    const empty = files.length === 0 ? 'no-changes' : null;
    return ok({ ...noReview(scope, 'ready'), ...rest, root, base: compared.value.base, files, empty });
  };

  /** The files as they are now. A rename is found by both its names, so all files are looked at when one alone is none. */
  const lookUp = async (
    place: ReviewPlace,
    files: readonly FileRef[],
  ): Answer<{ readonly comparison: Comparison; readonly changes: readonly Change[] } | null> => {
    const compared = await find(place);
    if (!compared.ok) return refined(compared);
    const comparison = compared.value;
    if (comparison.kind === 'empty') return ok(null);
    const seen = lastSeen.get(liveKey(place));
    const sections = new Set(files.map(({ section }) => section));
    const only = files.flatMap((file) => [file.path, seen?.get(placeOf(file))?.oldPath ?? file.path]);
    if (seen) {
      const now = await listChanges(tools, comparison, {
        only: isMost(seen, files) ? undefined : only,
        sections,
        uncounted: true,
      });
      if (!now.ok) return refined(now);
      const found = byPlace(now.value.changes);
      const known = files.flatMap((file) => seen.get(placeOf(file)) ?? []);
      const isSame = known.every((change) => found.get(placeOf(change))?.fingerprint === change.fingerprint);
      if (isSame && known.length === files.length) return ok({ comparison, changes: known });
    }
    const needsAll = !seen && (comparison.kind !== 'uncommitted' || sections.has('staged'));
    const list = await listChanges(tools, comparison, { only: needsAll ? undefined : only, sections });
    if (!list.ok) return refined(list);
    const found = byPlace(list.value.changes);
    const changes = files.flatMap((file) => found.get(placeOf(file)) ?? []);
    return ok({ comparison, changes });
  };

  const touchRoot = (root: string, now: boolean) => {
    for (const { review } of live.values()) if (review.root() === root) review.touch(now);
  };

  /** Writes to the index or the working tree, while nobody else of Skein's does. */
  const change = async <T>(
    { serverId, folder }: FolderPlace,
    work: (comparison: Uncommitted) => Answer<T>,
  ): Answer<T> => {
    const place: ReviewPlace = { serverId, folder, scope: { kind: 'uncommitted' } };
    const before = await find(place);
    if (!before.ok) return refined(before);
    if (before.value.kind !== 'uncommitted') return err({ code: 'git.no-repository', path: folder });
    const { root, repository } = before.value.place;
    const done = await locks.write(repository, async (): Answer<T> => {
      // Who wrote before may have made the first commit.
      const compared = await find(place);
      if (!compared.ok) return compared;
      if (compared.value.kind !== 'uncommitted') return err({ code: 'git.no-repository', path: folder });
      return work(compared.value);
    });
    touchRoot(root, true);
    return done.ok ? done : refined(done);
  };

  const one = async (
    place: ReviewPlace,
    file: FileRef,
  ): Answer<{ readonly comparison: Comparison; readonly change: Change }> => {
    const found = await lookUp(place, [file]);
    if (!found.ok) return found;
    const [first] = found.value?.changes ?? [];
    if (!found.value || !first) return err({ code: 'review.stale', path: file.path });
    return ok({ comparison: found.value.comparison, change: first });
  };

  const stopTurns = turns.onChange(({ serverId, threadId }) => {
    for (const { place, review } of live.values()) {
      const { scope } = place;
      const isOfTurn = scope.kind === 'turn' || scope.kind === 'lastTurn';
      if (isOfTurn && place.serverId === serverId && scope.threadId === threadId) review.touch(false);
    }
  });

  return {
    watch: (place, sink) => {
      const key = liveKey(place);
      let entry = live.get(key);
      if (!entry) {
        const onIdle = () => {
          live.delete(key);
          lastSeen.delete(key);
        };
        const { folder, scope } = place;
        entry = {
          place,
          review: createLiveReview({ folder, scope, read: () => read(place), watchFolder, clock, onIdle }),
        };
        live.set(key, entry);
      }
      return entry.review.add(sink);
    },
    diffs: async (place, files, wishes) => {
      const found = await lookUp(place, files);
      if (!found.ok) return found;
      if (!found.value) return ok([]);
      const seen = lastSeen.get(liveKey(place));
      const most = seen !== undefined && isMost(seen, files) && ![...seen.values()].some(isTooLarge);
      const diffs = await fileDiffs(git, found.value.comparison, found.value.changes, { ...wishes, most });
      return diffs.ok ? diffs : refined(diffs);
    },
    contents: async (place, file) => {
      const found = await one(place, file);
      if (!found.ok) return found;
      const { comparison, change } = found.value;
      const [old, now] = await Promise.all([
        sideBytes(git, comparison, change, 'old'),
        sideBytes(git, comparison, change, 'new'),
      ]);
      if (!old.ok) return refined(old);
      if (!now.ok) return refined(now);
      const text = (bytes: Buffer | null) => bytes && contentText(bytes);
      return ok({ old: text(old.value), new: text(now.value), fingerprint: change.fingerprint });
    },
    image: async (place, file, side) => {
      const found = await one(place, file);
      if (!found.ok) return found;
      const bytes = await sideBytes(git, found.value.comparison, found.value.change, side);
      if (!bytes.ok) return refined(bytes);
      if (bytes.value === null) return ok(null);
      const id = tokens.forBytes(bytes.value, file.path);
      return id.ok ? ok({ url: fileUrl(id.value), bytes: bytes.value.length }) : id;
    },
    stage: (place, target) =>
      change(place, async (comparison) => {
        const kept = await keepStaged(tools, snapshots, comparison, target);
        return kept.ok ? stage(tools, comparison, target) : kept;
      }),
    unstage: (place, target) =>
      change(place, async (comparison) => {
        const kept = await keepStaged(tools, snapshots, comparison, target);
        return kept.ok ? unstage(tools, comparison, target) : kept;
      }),
    revert: (place, target) => change(place, (comparison) => revert(tools, snapshots, comparison, target)),
    setViewed: async (place, file, fingerprint, isViewed) => {
      const compared = await find(place);
      if (!compared.ok) return refined(compared);
      if (compared.value.kind === 'empty') return ok(null);
      const { root } = compared.value.place;
      viewed.set(root, place.scope, file.path, fingerprint, isViewed);
      touchRoot(root, true);
      return ok(null);
    },
    watchComments: (thread, sink) => {
      sink.emit(comments.list(thread));
      return comments.onChange((changed) => {
        if (changed.serverId === thread.serverId && changed.threadId === thread.threadId)
          sink.emit(comments.list(thread));
      });
    },
    saveComment: (comment) => Promise.resolve(ok({ id: comments.save(comment) })),
    removeComment: (thread, id) => {
      comments.remove(thread, id);
      return Promise.resolve(ok(null));
    },
    sendComments: (thread, words, messageId) =>
      once.run(messageId ?? null, async () => {
        const all = comments.list(thread);
        if (all.length === 0) return err({ code: 'review.no-comments' });
        const sent = await send(thread, commentMessage(words, all), messageId);
        // One that was changed meanwhile was not sent as it is now.
        if (sent.ok) comments.removeSent(thread, all);
        return sent;
      }),
    dispose: stopTurns,
  };
}

/** At least half of what changed is asked for. */
const isMost = (seen: ReadonlyMap<string, Change>, files: readonly FileRef[]): boolean => files.length * 2 >= seen.size;

const placeOf = ({ section, path }: FileRef): string => `${section}/${path}`;
const byPlace = (changes: readonly Change[]): ReadonlyMap<string, Change> =>
  new Map(changes.map((change) => [placeOf(change), change]));

const liveKey = ({ serverId, folder, scope }: ReviewPlace): string =>
  JSON.stringify([serverId, folder, keyOf('', scope)]);

const refined = (failed: { readonly ok: false; readonly error: AppError }) => err(refineGitError(failed.error));

function withoutBlobs(change: Change, isViewed: boolean): ChangedFile {
  const { section, path, oldPath, additions, deletions, kind, modes, bytes, fingerprint } = change;
  return {
    section,
    path,
    oldPath,
    change: change.change,
    additions,
    deletions,
    kind,
    modes,
    bytes,
    fingerprint,
    viewed: isViewed,
  };
}

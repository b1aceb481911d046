import { lazy, Suspense, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import GitCompare from 'lucide-react/icons/git-compare';
import type { ChangedFile } from '../../../src-shared/model/review.ts';
import type { DiffEntry, DiffNote } from '../../editor/diff-items.ts';
import type { DiffListHandle, LineRange } from '../../editor/diff-list.tsx';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { fileId } from '../../state/review-store.ts';
import { useReviewTarget } from '../../state/review-scope.ts';
import { useSetting } from '../../state/settings-store.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { type OpenComment } from './comment-desk.ts';
import { CommentNote } from './comment-note.tsx';
import { FileHead } from './file-head.tsx';
import { FileTree } from './file-tree.tsx';
import { filesInOrder } from './file-tree-rows.ts';
import { initialize } from './git-actions.ts';
import { FindingNote } from './finding-note.tsx';
import { HunkBar } from './hunk-bar.tsx';
import { hunkNotes, linesOf } from './known-lines.ts';
import { excerptOf } from './patch-lines.ts';
import { useReviewContext, useReviewView } from './review-context.ts';
import { SelectionBar } from './selection-bar.tsx';
import { EMPTY_WORDS } from './words.ts';
import { useFindings } from './use-findings.ts';
import styles from './review.module.css';

const DiffList = lazy(() => import('../../editor/diff-list.tsx').then(({ DiffList: view }) => ({ default: view })));

const NO_NOTES: readonly DiffNote[] = [];

/** The tree of changed files and their diffs. */
export function ReviewFiles() {
  const { session, comments, canStage, thread } = useReviewContext();
  const review = useWhenIdle(
    useReviewView((state) => state.review),
    (shown) => shown !== null && shown.phase !== 'loading',
  );
  const error = useReviewView((state) => state.error);
  const diffs = useWhenIdle(
    useReviewView((state) => state.diffs),
    (shown) => shown.size > 0,
  );
  const saved = useStore(comments.store, (state) => state.saved);
  const open = useStore(comments.store, (state) => state.open);
  const shown = useSetting((settings) => settings.review);
  const findings = useFindings(thread, review?.root ?? '');
  const handle = useRef<DiffListHandle>(null);
  const [folded, setFolded] = useState<Readonly<Record<string, boolean>>>({});
  const [selection, setSelection] = useState<LineRange | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const files = useMemo(() => filesInOrder(review?.files ?? []), [review]);
  const isFolded = useCallback(
    (file: ChangedFile) => folded[fileId(file)] ?? (file.viewed || isGenerated(file)),
    [folded],
  );
  const entries = useMemo(
    () =>
      files.map((file): DiffEntry => {
        const id = fileId(file);
        const diff = diffs.get(id);
        const hunks =
          canStage && diff && file.kind !== 'submodule' && file.change !== 'unmerged' ? hunkNotes(diff) : NO_NOTES;
        const notes: DiffNote[] = [];
        for (const finding of findings)
          if (finding.path === file.path)
            notes.push({ key: `finding:${finding.id}`, side: 'new', line: finding.endLine });
        for (const comment of saved)
          if (comment.path === file.path && !open.some((one) => one.id === comment.id))
            notes.push({ key: comment.id, side: comment.side, line: comment.endLine });
        for (const comment of open) if (comment.fileId === id) notes.push(noteOf(comment));
        return {
          id,
          path: file.path,
          oldPath: file.oldPath,
          patch: diff && file.kind !== 'image' ? diff.patch : '',
          fingerprint: diff?.fingerprint ?? '',
          collapsed: isFolded(file),
          // The same list as long as the diff is the same: there may be thousands of hunks.
          notes: notes.length === 0 ? hunks : [...hunks, ...notes],
        };
      }),
    [files, diffs, saved, open, findings, canStage, isFolded],
  );
  const collapse = useCallback(
    (id: string, collapsed: boolean) => setFolded((before) => ({ ...before, [id]: collapsed })),
    [],
  );
  const renderHead = useCallback(
    (id: string) => {
      const file = files.find((one) => fileId(one) === id);
      return file && <FileHead id={id} collapsed={isFolded(file)} onCollapse={collapse} />;
    },
    [files, isFolded, collapse],
  );
  const renderNote = useCallback(
    (id: string, key: string) => {
      if (key.startsWith('hunk:')) return <HunkBar id={id} number={Number(key.slice(5))} />;
      const finding = findings.find((one) => key === `finding:${one.id}`);
      return finding ? <FindingNote finding={finding} /> : <CommentNote id={id} noteKey={key} />;
    },
    [findings],
  );
  const pick = useCallback(
    (range: LineRange) => {
      const diff = session.store.getState().diffs.get(range.id);
      if (!diff) return;
      setSelection(null);
      comments.begin({
        fileId: range.id,
        path: diff.path,
        range,
        excerpt: excerptOf(diff.patch, linesOf(diff), range),
      });
    },
    [session, comments],
  );
  const loadContents = useCallback(
    async (id: string) => {
      const diff = session.store.getState().diffs.get(id);
      if (!diff) return null;
      const { serverId, folder, scope } = session.subject;
      const file = { section: diff.section, path: diff.path };
      const answer = await getClient().review.contents({ serverId, folder, scope, file });
      return answer.ok ? answer.value : null;
    },
    [session],
  );
  const show = useCallback((id: string) => {
    setCurrent(id);
    handle.current?.show(id);
  }, []);
  const target = useReviewTarget(thread.ref);
  useEffect(() => {
    const file = target && files.find((one) => one.path === target.path);
    if (file) handle.current?.show(fileId(file), target.line === null ? undefined : { side: 'new', line: target.line });
  }, [target, files]);

  if (error) {
    const words = errorWords().appError(error);
    return (
      <div className={styles.notice}>
        <ErrorBox
          title={words.title}
          text={words.text}
          actions={[{ label: 'Try again', onSelect: () => session.open() }]}
        />
      </div>
    );
  }
  if (!review || review.phase === 'loading')
    return (
      <div className={styles.centre} role="status">
        <Spinner size={14} /> Looking for changes…
      </div>
    );
  if (review.empty !== null || files.length === 0) {
    const [title, text] = EMPTY_WORDS[review.empty ?? 'no-changes'];
    return (
      <div className={styles.files}>
        <EmptyState
          icon={<GitCompare size={20} aria-hidden="true" />}
          title={title}
          text={text}
          actions={
            review.empty === 'no-git' ? (
              <Button onClick={() => void initialize(session.subject)}>Initialize repository</Button>
            ) : undefined
          }
        />
      </div>
    );
  }
  return (
    <div className={styles.files}>
      {shown.tree && (
        <div className={styles.treeBox}>
          <FileTree files={review.files} shown={current} onShow={show} />
        </div>
      )}
      {review.truncated && (
        <p className={styles.truncated}>More files changed than are listed. Commit, or ignore what is generated.</p>
      )}
      <div className={styles.diffs} role="region" aria-label="Diffs" tabIndex={-1}>
        <Suspense
          fallback={
            <div className={styles.centre} role="status">
              <Spinner size={14} /> Loading…
            </div>
          }
        >
          <DiffList
            handle={handle}
            entries={entries}
            layout={shown.layout}
            wrap={shown.wrap}
            renderHead={renderHead}
            renderNote={renderNote}
            onPick={pick}
            selection={selection}
            // The sign that begins a comment selects its line as well: with the comment there is nothing left to choose.
            onSelect={(range) =>
              setSelection(range && isCommented(comments.store.getState().open, range) ? null : range)
            }
            loadContents={loadContents}
          />
        </Suspense>
      </div>
      {selection && <SelectionBar selection={selection} onDone={() => setSelection(null)} />}
    </div>
  );
}

const isCommented = (open: readonly OpenComment[], { id, from, to }: LineRange): boolean =>
  open.some(({ fileId: file, range }) => file === id && sameLine(range.from, from) && sameLine(range.to, to));
const sameLine = (a: LineRange['from'], b: LineRange['from']): boolean => a.side === b.side && a.line === b.line;

/** The value as it is at first; once `shown` says that there is something to look at, newer ones come when no key waits to be painted. */
function useWhenIdle<T>(value: T, shown: (value: T) => boolean): T {
  const later = useDeferredValue(value);
  return shown(later) ? later : value;
}

const noteOf = (comment: OpenComment): DiffNote => ({
  key: comment.key,
  side: comment.range.to.side,
  line: comment.range.to.line,
});

/** Files that machines write are folded until somebody wants to see them. */
const isGenerated = (file: ChangedFile): boolean =>
  /(^|\/)(package-lock\.json|yarn\.lock|pnpm-lock\.yaml|Cargo\.lock|poetry\.lock|go\.sum|Gemfile\.lock|composer\.lock)$|\.min\.(js|css)$/.test(
    file.path,
  );

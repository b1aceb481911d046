import { useEffect, useMemo, useState } from 'react';
import Server from 'lucide-react/icons/server';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { useHostLabel } from '../../state/host-store.ts';
import { useGit } from '../../state/git-store.ts';
import { useOpenThread, useThread } from '../../state/open-threads.ts';
import { createReview } from '../../state/review-store.ts';
import { useReviewScope } from '../../state/review-scope.ts';
import { overlapsWords } from '../../state/overlap-words.ts';
import { useSetting } from '../../state/settings-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { useServer } from '../../state/server-store.ts';
import { useWorktrees, worktreeAt } from '../../state/worktree-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { commentDeskOf } from './comment-desk.ts';
import { CommentsBar } from './comments-bar.tsx';
import { CommitBox } from './commit-box.tsx';
import { GitBar } from './git-bar.tsx';
import { ReviewContext } from './review-context.ts';
import styles from './review.module.css';
import { ReviewFiles } from './review-files.tsx';
import { ReviewToolbar } from './review-toolbar.tsx';

/** What has changed in a thread's folder: looked at, commented on, staged, committed. */
export function ReviewPanel({ thread: ref }: { readonly thread: ThreadRef }) {
  const thread = useOpenThread(ref);
  return thread && <ReviewTab thread={thread} />;
}

function ReviewTab({ thread }: { readonly thread: OpenThread }) {
  const folder = useThread(thread, (state) => infoOf(state)?.cwd ?? null);
  const scope = useReviewScope(thread.ref);
  const whitespace = useSetting((settings) => settings.review.whitespace);
  const host = useHostLabel(thread.ref.serverId);
  const isWindows = useServer(thread.ref.serverId)?.platform === 'windows';
  if (host !== null && isWindows)
    return (
      <EmptyState
        icon={<Server size={18} aria-hidden="true" />}
        title={`The changes are on ${host}`}
        text="Review works on this machine and on Linux and macOS hosts. What a turn changed stands in the thread; look at the rest in the terminal, which runs there."
      />
    );
  if (folder === null)
    return (
      <div className={styles.centre} role="status">
        <Spinner size={14} /> Reading…
      </div>
    );
  return <Review key={JSON.stringify([folder, scope, whitespace])} thread={thread} folder={folder} />;
}

function Review({ thread, folder }: { readonly thread: OpenThread; readonly folder: string }) {
  const { serverId } = thread.ref;
  const scope = useReviewScope(thread.ref);
  const whitespace = useSetting((settings) => settings.review.whitespace);
  const git = useGit(serverId, folder);
  const host = useHostLabel(serverId);
  const [session] = useState(() => createReview({ serverId, folder, scope, whitespace }));
  const comments = commentDeskOf(thread.ref);
  useEffect(() => session.open(), [session]);
  useEffect(() => comments.watch(), [comments]);
  const canStage = scope.kind === 'uncommitted' && git.kind === 'repository';
  const value = useMemo(() => ({ thread, session, comments, canStage }), [thread, session, comments, canStage]);
  return (
    <ReviewContext value={value}>
      <div className={styles.review}>
        {git.kind === 'repository' && <GitBar git={git} />}
        {git.kind === 'repository' && git.watching === 'polling' && host === null && (
          <p className={styles.truncated}>
            The system has no more room for watching files, so changes show up after a few seconds.
          </p>
        )}
        {git.kind === 'failed' && (
          <div className={styles.notice}>
            <ErrorBox title="Git refuses to look at this folder" text={git.stderr} details={git.command} />
          </div>
        )}
        {git.kind === 'repository' && git.linked && <Overlaps serverId={serverId} root={git.root} />}
        <ReviewToolbar thread={thread} folder={folder} />
        <ReviewFiles />
        <CommentsBar />
        {git.kind === 'repository' && scope.kind === 'uncommitted' && <CommitBox git={git} />}
      </div>
    </ReviewContext>
  );
}

/** Other working trees of the repository that change the same files. */
function Overlaps({ serverId, root }: { readonly serverId: ServerId; readonly root: string }) {
  const worktrees = useWorktrees(serverId);
  const overlaps = (worktrees && worktreeAt(worktrees, root)?.overlaps) ?? [];
  if (overlaps.length === 0) return null;
  const conflict = overlaps.some(({ verdict }) => verdict === 'conflict');
  return (
    <div className={styles.notice}>
      <ErrorBox
        tone={conflict ? 'bad' : 'needs'}
        title={conflict ? 'Another worktree contradicts this one' : 'Another worktree changes the same files'}
        text={overlapsWords(overlaps)}
      />
    </div>
  );
}

import { useState } from 'react';
import ArrowUp from 'lucide-react/icons/arrow-up';
import ChevronDown from 'lucide-react/icons/chevron-down';
import GitPullRequest from 'lucide-react/icons/git-pull-request';
import Sparkles from 'lucide-react/icons/sparkles';
import type { GitRepoState } from '../../../src-shared/model/git.ts';
import { getClient } from '../../state/client.ts';
import { runCommand } from '../../state/commands.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { count } from '../../state/count-words.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { isComposing } from '../../ui/is-composing.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { cancelJob, push } from './git-actions.ts';
import { commitDraft, setCommitDraft, useCommitDraft } from './commit-draft.ts';
import { useReviewContext } from './review-context.ts';
import { PullRequestDialog } from './pull-request-dialog.tsx';
import styles from './review.module.css';

/** Message and button of a commit, and what follows it: push and pull request. */
export function CommitBox({ git }: { readonly git: GitRepoState }) {
  const { session, thread } = useReviewContext();
  const { serverId, folder } = session.subject;
  const place = { serverId, folder };
  const { message, amend } = useCommitDraft(git.root);
  const [busy, setBusy] = useState<'commit' | 'draft' | null>(null);
  const [asking, setAsking] = useState(false);
  const { counts } = git;
  const changes = counts.staged + counts.unstaged + counts.untracked;
  const all = counts.staged === 0;
  const canCommit = amend || changes > 0;

  const commit = async (options: { readonly runHooks: boolean }) => {
    const text = commitDraft(git.root).message;
    if (text.trim() === '') {
      showToast({ title: 'Write a message first', text: 'A commit says what it changes and why.' });
      return;
    }
    setBusy('commit');
    const answer = await getClient().git.commit({
      ...place,
      message: text,
      amend,
      all: all && !amend,
      unlessStaged: true,
      runHooks: options.runHooks,
    });
    setBusy(null);
    if (answer.ok) {
      setCommitDraft(git.root, { message: '', amend: false });
      showToast({ title: `Committed ${answer.value.commit.slice(0, 8)}`, tone: 'good' });
    } else if (answer.error.code !== 'git.cancelled') showError(answer.error);
  };
  const draft = async () => {
    setBusy('draft');
    const answer = await getClient().git.draftMessage({ ...place, thread: thread.ref });
    setBusy(null);
    if (answer.ok) setCommitDraft(git.root, { message: answer.value });
    else showError(answer.error);
  };
  const toggleAmend = async () => {
    if (amend) setCommitDraft(git.root, { amend: false });
    else {
      const answer = await getClient().git.lastMessage(place);
      if (!answer.ok) showError(answer.error);
      else setCommitDraft(git.root, { amend: true, message: message.trim() === '' ? answer.value : message });
    }
  };
  const ahead = git.upstream === null || git.upstream.gone ? null : git.upstream.ahead;
  const canPush = git.remotes.length > 0 && git.head.kind === 'branch' && (ahead === null || ahead > 0);
  return (
    <div ref={keepClear} className={styles.commit} role="group" aria-label="Commit">
      {git.job && (
        <div className={styles.job} role="status">
          <code>{git.job.command}</code>
          <Button size="s" onClick={() => void cancelJob(place)}>
            Cancel
          </Button>
          {git.job.output.trim() !== '' && (
            <pre className={styles.jobOutput}>{git.job.output.trimEnd().slice(-2000)}</pre>
          )}
        </div>
      )}
      <div className={styles.messageBox}>
        <textarea
          className={styles.message}
          aria-label="Commit message"
          placeholder={amend ? 'Message of the amended commit' : 'Commit message'}
          rows={message.includes('\n') ? 4 : 2}
          value={message}
          onChange={(event) => setCommitDraft(git.root, { message: event.target.value })}
          onKeyDown={(event) => {
            if (isComposing(event.nativeEvent) || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            if (canCommit && busy === null) void commit({ runHooks: true });
          }}
        />
        <IconButton
          size="s"
          label="Draft message with the agent"
          className={styles.draftButton}
          icon={<Sparkles size={14} aria-hidden="true" className={busy === 'draft' ? styles.pulse : undefined} />}
          disabled={busy !== null || changes === 0}
          onClick={() => void draft()}
        />
      </div>
      <div className={styles.commitButtons}>
        <Button
          tone="primary"
          aria-label="Commit"
          busy={busy === 'commit'}
          disabled={!canCommit || busy !== null || counts.conflicted > 0}
          onClick={() => void commit({ runHooks: true })}
        >
          {amend
            ? 'Amend'
            : all
              ? `Commit all (${changes.toLocaleString('en-US')})`
              : `Commit ${count(counts.staged, 'file')}`}
        </Button>
        <MenuButton
          label="More ways to commit"
          icon={<ChevronDown size={14} aria-hidden="true" />}
          entries={() => [
            { kind: 'item', label: 'Amend the last commit', checked: amend, onSelect: () => void toggleAmend() },
            {
              kind: 'item',
              label: 'Commit without hooks',
              disabled: !canCommit,
              onSelect: () => void commit({ runHooks: false }),
            },
            { kind: 'separator' },
            { kind: 'item', label: 'Open a terminal here', onSelect: () => runCommand('terminal.new') },
          ]}
        />
        <span className={styles.space} />
        {canPush && (
          <Button icon={<ArrowUp size={14} aria-hidden="true" />} aria-label="Push" onClick={() => void push(place)}>
            Push{ahead === null ? '' : ` ${ahead}`}
          </Button>
        )}
        {git.canOpenPullRequests &&
          git.pullRequest === null &&
          git.head.kind === 'branch' &&
          git.head.name !== git.defaultBranch && (
            <Button
              icon={<GitPullRequest size={14} aria-hidden="true" />}
              aria-label="Create pull request"
              onClick={() => setAsking(true)}
            >
              Pull request…
            </Button>
          )}
      </div>
      {asking && <PullRequestDialog place={place} onClose={() => setAsking(false)} />}
    </div>
  );
}

import { useState } from 'react';
import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Ellipsis from 'lucide-react/icons/ellipsis';
import GitBranchIcon from 'lucide-react/icons/git-branch';
import type { GitBranch, GitOperation, GitRepoState, GitStash } from '../../../src-shared/model/git.ts';
import { OPERATION_WORDS } from '../../state/branch-words.ts';
import { useMinutes } from '../../state/clock.ts';
import { pullRequestTone, pullRequestWords } from '../../state/pull-request-words.ts';
import { getClient } from '../../state/client.ts';
import { count } from '../../state/count-words.ts';
import { openAddress } from '../../state/open-address.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError } from '../../state/toast-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { openPicker } from '../../ui/overlay-requests.ts';
import { TextField } from '../../ui/text-field.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import {
  abortOperation,
  applyStash,
  continueOperation,
  createBranch,
  fetchRemote,
  pull,
  push,
  removeLock,
  stashAll,
  switchBranch,
  type GitPlace,
} from './git-actions.ts';
import { useReviewContext } from './review-context.ts';
import styles from './review.module.css';

const MAX_BRANCHES = 500;
const NEW_BRANCH = 'new:';

/** Branch, what is ahead and behind, pull request, and the rest of what Git can do here. */
export function GitBar({ git }: { readonly git: GitRepoState }) {
  const { session } = useReviewContext();
  const { serverId, folder } = session.subject;
  const place: GitPlace = { serverId, folder };
  const now = useMinutes();
  const [naming, setNaming] = useState(false);
  const branch = git.head.kind === 'branch' ? git.head.name : git.head.commit.slice(0, 8);
  const { upstream, pullRequest } = git;
  const operationName = OPERATION_WORDS[git.operation ?? 'merge'];

  const chooseBranch = async (anchor: Element) => {
    const answer = await getClient().git.branches({ ...place, query: '', limit: MAX_BRANCHES });
    if (!answer.ok) {
      showError(answer.error);
      return;
    }
    openPicker({
      anchor,
      label: 'Branch',
      value: branch,
      searchable: true,
      options: [
        { value: NEW_BRANCH, label: git.head.kind === 'detached' ? 'Create branch here…' : 'New branch…' },
        ...answer.value.filter((one) => one.kind !== 'tag').map((one) => branchOption(one, git.root, now)),
      ],
      onChange: (value) => {
        if (value === NEW_BRANCH) setNaming(true);
        else void switchBranch(place, value, () => setNaming(true));
      },
    });
  };
  return (
    <>
      <div ref={keepClear} className={styles.gitBar} role="group" aria-label="Git">
        <Button
          tone="tool"
          size="s"
          aria-haspopup="listbox"
          aria-label={git.head.kind === 'branch' ? `On branch ${branch}` : `Detached at ${branch}`}
          icon={<GitBranchIcon size={13} aria-hidden="true" />}
          onClick={(event) => void chooseBranch(event.currentTarget)}
        >
          <span className={styles.branch}>{git.head.kind === 'branch' ? branch : `detached at ${branch}`}</span>
        </Button>
        {upstream && !upstream.gone && (upstream.ahead > 0 || upstream.behind > 0) && (
          <span className={styles.tracking} data-tip={`Against ${upstream.name}`}>
            {upstream.ahead > 0 && (
              <>
                <ArrowUp size={12} aria-hidden="true" />
                {upstream.ahead}
                <span className="sr-only"> ahead</span>
              </>
            )}
            {upstream.behind > 0 && (
              <>
                <ArrowDown size={12} aria-hidden="true" />
                {upstream.behind}
                <span className="sr-only"> behind</span>
              </>
            )}
          </span>
        )}
        {pullRequest && (
          <button type="button" className={styles.pr} onClick={() => void openAddress(pullRequest.url)}>
            <Badge tone={pullRequestTone(pullRequest)} outline title={pullRequest.title}>
              {pullRequestWords(pullRequest)}
            </Badge>
          </button>
        )}
        <span className={styles.space} />
        <MenuButton
          label="Git actions"
          size="s"
          align="end"
          icon={<Ellipsis size={14} aria-hidden="true" />}
          entries={() => [
            {
              kind: 'item',
              label: 'Fetch',
              disabled: git.remotes.length === 0,
              onSelect: () => void fetchRemote(place),
            },
            { kind: 'item', label: 'Pull', disabled: upstream === null, onSelect: () => void pull(place, false) },
            {
              kind: 'item',
              label: 'Pull with rebase',
              disabled: upstream === null,
              onSelect: () => void pull(place, true),
            },
            { kind: 'item', label: 'Push', disabled: git.remotes.length === 0, onSelect: () => void push(place) },
            {
              kind: 'item',
              label: 'Force push…',
              danger: true,
              disabled: upstream === null,
              onSelect: () => void push(place, true),
            },
            { kind: 'separator' },
            {
              kind: 'item',
              label: git.head.kind === 'detached' ? 'Create branch here…' : 'New branch…',
              onSelect: () => setNaming(true),
            },
            { kind: 'item', label: 'Stash everything', onSelect: () => void stashAll(place) },
            {
              kind: 'item',
              label: `Stashes (${git.stashes})…`,
              disabled: git.stashes === 0,
              onSelect: () => void chooseStash(place, now),
            },
          ]}
        />
      </div>
      {git.operation && (
        <div className={styles.notice}>
          <ErrorBox
            tone="needs"
            title={`A ${operationName} is in progress`}
            text={operationText(git.operation, git.counts.conflicted)}
            actions={[
              ...(git.operation === 'bisect' || git.counts.conflicted > 0
                ? []
                : [{ label: 'Continue', onSelect: () => void continueOperation(place, operationName) }]),
              { label: 'Abort…', onSelect: () => void abortOperation(place, operationName) },
            ]}
          />
        </div>
      )}
      {git.lock && (
        <div className={styles.notice}>
          <ErrorBox
            tone="needs"
            title="The index is locked"
            text="Another Git command runs here, or one was cut off and left its lock behind."
            actions={[{ label: 'Remove lock…', onSelect: () => void removeLock(place) }]}
          />
        </div>
      )}
      {naming && <BranchDialog place={place} onClose={() => setNaming(false)} />}
    </>
  );
}

function operationText(operation: GitOperation, conflicted: number): string {
  if (conflicted > 0)
    return `${count(conflicted, 'file')} in conflict. Resolve and stage them, then continue; or abort, and everything is as before.`;
  if (operation === 'bisect')
    return 'It waits for your verdict in a terminal (git bisect good or bad). Abort to end it.';
  return 'No conflicts are left. Continue to finish it, or abort, and everything is as before.';
}

const branchOption = (one: GitBranch, root: string, now: number) => ({
  value: one.kind === 'remote' ? one.name.slice(one.name.indexOf('/') + 1) : one.name,
  label: one.name,
  description: one.subject,
  hint: ageWords(one.committedAt, now),
  group: one.kind === 'local' ? 'Branches' : 'Remote branches',
  disabled: one.checkedOutAt !== null && one.checkedOutAt !== root,
});

async function chooseStash(place: GitPlace, now: number): Promise<void> {
  const answer = await getClient().git.stashes(place);
  if (!answer.ok) {
    showError(answer.error);
    return;
  }
  openPicker({
    anchor: document.activeElement ?? document.body,
    label: 'Stashes',
    value: null,
    options: answer.value.map((stash: GitStash) => ({
      value: stash.commit,
      label: stash.message,
      hint: ageWords(stash.createdAt, now),
    })),
    onChange: (commit) => void applyStash(place, commit, true),
  });
}

function BranchDialog({ place, onClose }: { readonly place: GitPlace; readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const [busy, setBusy] = useState(false);
  const create = async () => {
    setBusy(true);
    const created = await createBranch(place, name.trim());
    setBusy(false);
    if (created) onClose();
  };
  return (
    <DialogView
      title="New branch"
      width="s"
      description="It begins at the commit that is checked out, and takes your uncommitted changes along."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={busy} disabled={name.trim() === ''} onClick={() => void create()}>
            Create
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void create();
        }}
      >
        <TextField label="Name" code autoFocus value={name} onChange={(event) => setName(event.target.value)} />
      </form>
    </DialogView>
  );
}

import { useEffect, useState } from 'react';
import Columns2 from 'lucide-react/icons/columns-2';
import ListTree from 'lucide-react/icons/list-tree';
import Pilcrow from 'lucide-react/icons/pilcrow';
import WrapText from 'lucide-react/icons/wrap-text';
import Ellipsis from 'lucide-react/icons/ellipsis';
import type { GitBranch } from '../../../src-shared/model/git.ts';
import type { ChangedFile } from '../../../src-shared/model/review.ts';
import { getClient } from '../../state/client.ts';
import { useGit } from '../../state/git-store.ts';
import { setReviewScope, useReviewScope } from '../../state/review-scope.ts';
import { changeSettings, useSetting } from '../../state/settings-store.ts';
import { type OpenThread } from '../../state/thread-store.ts';
import { count } from '../../state/count-words.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { revert, stage, unstage } from './review-actions.ts';
import { useReviewContext, useReviewView } from './review-context.ts';
import { Select } from '../../ui/select.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { ScopePicker } from './scope-picker.tsx';
import styles from './review.module.css';

const MAX_BRANCHES = 300;

/** What is compared, how much it is, and how it is drawn. */
export function ReviewToolbar({ thread, folder }: { readonly thread: OpenThread; readonly folder: string }) {
  const { session, canStage } = useReviewContext();
  const git = useGit(thread.ref.serverId, folder);
  const review = useReviewView((state) => state.review);
  const scope = useReviewScope(thread.ref);
  const shown = useSetting((settings) => settings.review);
  const files = review?.files ?? [];
  const has = (section: ChangedFile['section']) => files.some((file) => file.section === section);
  return (
    <div ref={keepClear} className={styles.toolbar}>
      <ScopePicker
        thread={thread}
        folder={folder}
        git={git}
        scope={scope}
        onChange={(scope) => setReviewScope(thread.ref, scope)}
      />
      {scope.kind === 'branch' && (
        <BasePicker thread={thread} folder={folder} base={scope.base ?? review?.base ?? null} />
      )}
      <span className={styles.stat}>
        {files.length > 0 && <span className={styles.count}>{count(files.length, 'file')}</span>}
        <DiffStat additions={review?.additions ?? 0} deletions={review?.deletions ?? 0} />
      </span>
      <IconButton
        size="s"
        label="File tree"
        aria-pressed={shown.tree}
        icon={<ListTree size={14} aria-hidden="true" />}
        onClick={() => void changeSettings({ review: { ...shown, tree: !shown.tree } })}
      />
      <IconButton
        size="s"
        label="Side by side"
        aria-pressed={shown.layout === 'split'}
        icon={<Columns2 size={14} aria-hidden="true" />}
        onClick={() =>
          void changeSettings({ review: { ...shown, layout: shown.layout === 'split' ? 'inline' : 'split' } })
        }
      />
      <MenuButton
        size="s"
        label="View and changes"
        align="end"
        icon={<Ellipsis size={14} aria-hidden="true" />}
        entries={() => [
          {
            kind: 'item',
            label: 'Wrap long lines',
            icon: <WrapText size={14} aria-hidden="true" />,
            checked: shown.wrap,
            onSelect: () => void changeSettings({ review: { ...shown, wrap: !shown.wrap } }),
          },
          {
            kind: 'item',
            label: 'Hide changes of white space',
            icon: <Pilcrow size={14} aria-hidden="true" />,
            checked: shown.whitespace === 'ignore',
            onSelect: () =>
              void changeSettings({
                review: { ...shown, whitespace: shown.whitespace === 'ignore' ? 'show' : 'ignore' },
              }),
          },
          ...(canStage
            ? [
                { kind: 'separator' as const },
                {
                  kind: 'item' as const,
                  label: 'Stage all',
                  disabled: !has('unstaged') && !has('untracked'),
                  onSelect: () => void stage(session.subject, { kind: 'all' }),
                },
                {
                  kind: 'item' as const,
                  label: 'Unstage all',
                  disabled: !has('staged'),
                  onSelect: () => void unstage(session.subject, { kind: 'all' }),
                },
                {
                  kind: 'item' as const,
                  label: 'Revert all…',
                  danger: true,
                  disabled: files.length === 0,
                  onSelect: () => void revert(session.subject, { kind: 'all' }, 'everything'),
                },
              ]
            : []),
        ]}
      />
    </div>
  );
}

/** What the branch is compared with. */
function BasePicker(props: { readonly thread: OpenThread; readonly folder: string; readonly base: string | null }) {
  const { thread, folder, base } = props;
  const { serverId } = thread.ref;
  const [branches, setBranches] = useState<readonly GitBranch[]>([]);
  useEffect(() => {
    let gone = false;
    void getClient()
      .git.branches({ serverId, folder, query: '', limit: MAX_BRANCHES })
      .then((answer) => {
        if (!gone && answer.ok) setBranches(answer.value);
      });
    return () => {
      gone = true;
    };
  }, [serverId, folder]);
  return (
    <Select
      label="Base"
      searchable
      value={base}
      placeholder={base ?? 'Base'}
      options={branches.map((one) => ({ value: one.name, label: one.name, description: one.subject }))}
      onChange={(name) => setReviewScope(thread.ref, { kind: 'branch', base: name })}
    />
  );
}

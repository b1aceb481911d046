import { useState } from 'react';
import Ellipsis from 'lucide-react/icons/ellipsis';
import FolderGit2 from 'lucide-react/icons/folder-git-2';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Worktree } from '../../../src-shared/model/worktree.ts';
import { useMinutes } from '../../state/clock.ts';
import { getClient } from '../../state/client.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { copyText } from '../../state/copy-text.ts';
import { summaryOf } from '../../state/directories.ts';
import { fileSize } from '../../state/file-size.ts';
import { folderName } from '../../state/folder-path.ts';
import { projectStore } from '../../state/project-store.ts';
import { revealPath } from '../../state/reveal-path.ts';
import { serverById, useServers } from '../../state/server-store.ts';
import { changeSettings, useSetting } from '../../state/settings-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { errorWords } from '../../state/error-words.ts';
import { useWorktrees, useWorktreesError } from '../../state/worktree-store.ts';
import { headWords, KIND_WORDS, RISK_WORDS } from '../../state/worktree-words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { classNames } from '../../ui/class-names.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { removeWorktrees, worktreeName } from './remove-worktrees.ts';
import styles from './lists.module.css';

/** Every worktree of every project: whose it is, what it holds, and what would be at risk. */
export function WorktreesPage() {
  const servers = useServers();
  return (
    <>
      <p className={styles.intro}>
        Worktrees that Skein makes are removed again when there are too many; what is in them goes into a snapshot
        first, which Recover brings back.
      </p>
      <WorktreeSettings />
      {servers.map((server) => (
        <WorktreeList key={server.id} serverId={server.id} heading={servers.length > 1 ? server.label : null} />
      ))}
    </>
  );
}

function WorktreeSettings() {
  const settings = useSetting((all) => all.worktrees);
  const [keep, setKeep] = useState(String(settings.keep));
  const [root, setRoot] = useState(settings.root ?? '');
  const number = Number(keep);
  const wrong = !Number.isInteger(number) || number < 1 || number > 1000;
  const relative = root.trim() !== '' && !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(root.trim());
  const save = () => {
    if (wrong || relative) return;
    const next = { keep: number, root: root.trim() === '' ? null : root.trim() };
    if (next.keep !== settings.keep || next.root !== settings.root) void changeSettings({ worktrees: next });
  };
  return (
    <form
      className={styles.settings}
      aria-label="Worktree settings"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
      onBlur={save}
    >
      <TextField
        label="Keep the newest"
        inputMode="numeric"
        value={keep}
        error={wrong ? 'A number from 1 to 1000' : undefined}
        hint="Older ones go when a new one is made, unless they are pinned, in use, or hold what no snapshot keeps."
        onChange={(event) => setKeep(event.target.value)}
      />
      <TextField
        label="Folder for new worktrees"
        code
        placeholder="worktrees in Codex’s home"
        value={root}
        error={relative ? 'A whole path is needed' : undefined}
        onChange={(event) => setRoot(event.target.value)}
      />
    </form>
  );
}

function WorktreeList({ serverId, heading }: { readonly serverId: ServerId; readonly heading: string | null }) {
  const list = useWorktrees(serverId);
  const error = useWorktreesError(serverId);
  const words = error && errorWords().appError(error);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [busy, setBusy] = useState(false);
  const shown = (list ?? []).filter((one) => one.kind !== 'main');
  const chosen = shown.filter((one) => ticked.has(one.path));
  const removable = shown.filter((one) => one.kind === 'managed' && !one.pinned && !one.risks.includes('running'));
  const toggle = (path: string) =>
    setTicked((before) => {
      const next = new Set(before);
      if (!next.delete(path)) next.add(path);
      return next;
    });
  const remove = async (paths: readonly string[]) => {
    setBusy(true);
    await removeWorktrees(
      serverId,
      shown.filter(({ path }) => paths.includes(path)),
    );
    setBusy(false);
    setTicked(new Set());
  };
  return (
    <section aria-label={heading === null ? 'Worktrees' : `Worktrees, ${heading}`} className={styles.section}>
      {heading !== null && <h3 className={styles.heading}>{heading}</h3>}
      {words && <ErrorBox title={words.title} text={words.text} />}
      {list === null && !words && <Spinner label="Loading" />}
      {list !== null && shown.length === 0 && (
        <EmptyState
          compact
          icon={<FolderGit2 size={18} aria-hidden="true" />}
          title="No worktrees"
          text="Choose New worktree under the message box, and the thread works in a copy of its own."
        />
      )}
      {shown.length > 0 && (
        <>
          <div className={styles.tools}>
            <Button
              size="s"
              disabled={removable.length === 0}
              onClick={() => setTicked(new Set(removable.map(({ path }) => path)))}
            >
              Select all that can go
            </Button>
            <Button
              size="s"
              tone="danger"
              busy={busy}
              disabled={chosen.length === 0}
              onClick={() => void remove([...ticked])}
            >
              Remove {chosen.length > 0 ? chosen.length : ''}
            </Button>
            <span className={styles.grow} />
            <IconButton
              size="s"
              label="Look again"
              icon={<RefreshCw size={14} aria-hidden="true" />}
              onClick={() =>
                void getClient()
                  .worktrees.refresh({ serverId })
                  .then((answer) => {
                    if (!answer.ok) showError(answer.error);
                  })
              }
            />
          </div>
          <ul className={styles.list}>
            {shown.map((one) => (
              <WorktreeRow
                key={one.path}
                serverId={serverId}
                worktree={one}
                ticked={ticked.has(one.path)}
                onToggle={() => toggle(one.path)}
                onRemove={() => void remove([one.path])}
              />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function WorktreeRow(props: {
  readonly serverId: ServerId;
  readonly worktree: Worktree;
  readonly ticked: boolean;
  readonly onToggle: () => void;
  readonly onRemove: () => void;
}) {
  const { serverId, worktree: one } = props;
  const now = useMinutes();
  const project = projectStore.getState().projects.find(({ id }) => id === one.projectId);
  const { changes } = one;
  const changed = changes ? changes.staged + changes.unstaged + changes.untracked : 0;
  const isHere = serverById(serverId)?.hostId === 'local';
  const canReveal = isHere && appInfoStore.getState().info?.canReveal === true;
  const entries = (): readonly MenuEntry[] => [
    ...one.threads.slice(0, 10).map((ref) => ({
      kind: 'item' as const,
      label: `Open ${summaryOf(ref)?.title ?? 'thread'}`,
      onSelect: () => openThread(ref),
    })),
    {
      kind: 'item',
      label: 'Pinned',
      checked: one.pinned,
      onSelect: () =>
        void getClient()
          .worktrees.pin({ serverId, path: one.path, pinned: !one.pinned })
          .then((answer) => {
            if (!answer.ok) showError(answer.error);
          }),
    },
    ...(one.kind === 'permanent'
      ? []
      : [
          {
            kind: 'item' as const,
            label: 'Keep as a project',
            onSelect: () =>
              void getClient()
                .worktrees.keep({ serverId, path: one.path })
                .then((answer) => {
                  if (answer.ok) showToast({ title: 'It is a project now', tone: 'good' });
                  else showError(answer.error);
                }),
          },
        ]),
    { kind: 'item', label: 'Copy path', onSelect: () => void copyText(one.path, 'Path') },
    ...(canReveal ? [{ kind: 'item' as const, label: 'Reveal', onSelect: () => void revealPath(one.path) }] : []),
    { kind: 'separator' },
    { kind: 'item', label: 'Remove…', danger: true, onSelect: props.onRemove },
  ];
  return (
    <li className={classNames(styles.row, styles.wrapping)}>
      <input
        type="checkbox"
        aria-label={`Select ${folderName(one.path)}`}
        checked={props.ticked}
        disabled={one.risks.includes('running') || one.pinned}
        onChange={props.onToggle}
      />
      <div className={styles.words}>
        <p className={styles.name} data-tip={one.path}>
          {worktreeName(one)}
        </p>
        <p className={styles.meta}>
          {[
            project?.name ?? folderName(one.path),
            headWords(one.head),
            KIND_WORDS[one.kind],
            one.sizeBytes === null ? null : fileSize(one.sizeBytes),
            one.usedAt === null ? null : ageWords(one.usedAt, now),
          ]
            .filter((word) => word !== null && word !== '')
            .join(' · ')}
        </p>
      </div>
      <div className={styles.badges}>
        {changed > 0 && <Badge tone="needs">{changed} changed</Badge>}
        {one.risks
          .filter((risk) => risk !== 'uncommitted')
          .map((risk) => (
            <Badge key={risk} tone={risk === 'running' ? 'accent' : 'neutral'}>
              {RISK_WORDS[risk]}
            </Badge>
          ))}
        {one.overlaps.length > 0 && (
          <Badge
            tone={one.overlaps.some((overlap) => overlap.verdict === 'conflict') ? 'bad' : 'needs'}
            title={one.overlaps.flatMap((overlap) => overlap.files).join('\n')}
          >
            Overlaps
          </Badge>
        )}
        {one.state !== 'ready' && <Badge tone="bad">{one.state}</Badge>}
      </div>
      <MenuButton
        size="s"
        align="end"
        label={`More about ${folderName(one.path)}`}
        icon={<Ellipsis size={14} aria-hidden="true" />}
        entries={entries}
      />
    </li>
  );
}

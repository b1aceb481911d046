import { useEffect, useRef } from 'react';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Archive from 'lucide-react/icons/archive';
import Trash from 'lucide-react/icons/trash-2';
import type { ServerId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { useMinutes } from '../../state/clock.ts';
import { runCommand } from '../../state/commands.ts';
import { loadMore, useLists, useSummary } from '../../state/directories.ts';
import { listOf } from '../../state/directory-store.ts';
import { useServer, useServers } from '../../state/server-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { openThread } from '../../state/ui-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { openContextMenu } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './settings.module.css';

/** Archived threads of every server: read them, bring them back, delete them for good. */
export function ArchivedPage() {
  const servers = useServers();
  return servers.map((server) => (
    <ArchivedList key={server.id} serverId={server.id} heading={servers.length > 1 ? server.label : null} />
  ));
}

function ArchivedList({ serverId, heading }: { readonly serverId: ServerId; readonly heading: string | null }) {
  const lists = useLists(serverId);
  const ready = useServer(serverId)?.phase.kind === 'ready';
  const ids = listOf(lists, 'archived');
  const state = lists.loaded['archived'];
  const asked = useRef(false);
  useEffect(() => {
    if (!ready || asked.current || state !== undefined) return;
    asked.current = true;
    void loadMore(serverId, { kind: 'archived' });
  }, [ready, serverId, state]);
  return (
    <section aria-label={heading === null ? 'Archived threads' : `Archived threads, ${heading}`}>
      {heading !== null && <h3 className={styles.keysHeading}>{heading}</h3>}
      {ids.length === 0 && state?.phase === 'ready' && (
        <EmptyState
          compact
          icon={<Archive size={18} aria-hidden="true" />}
          title="Nothing is archived"
          text="Archiving takes a thread off the list without losing it."
        />
      )}
      {ids.length === 0 && state?.phase !== 'ready' && (
        <p className={styles.description}>
          {state?.phase === 'failed' ? (
            'The list could not be read.'
          ) : ready ? (
            <Spinner label="Loading" />
          ) : (
            'Codex is not running.'
          )}
        </p>
      )}
      <ul className={styles.archived}>
        {ids.map((threadId) => (
          <ArchivedRow key={threadId} thread={{ serverId, threadId }} />
        ))}
      </ul>
      {(state?.hasMore === true || state?.phase === 'failed') && (
        <Button busy={state.phase === 'loading'} onClick={() => void loadMore(serverId, { kind: 'archived' })}>
          {state.phase === 'failed' ? 'Try again' : 'Show more'}
        </Button>
      )}
    </section>
  );
}

function ArchivedRow({ thread: ref }: { readonly thread: ThreadRef }) {
  const thread = useSummary(ref);
  const now = useMinutes();
  const canDelete = useServer(ref.serverId)?.capabilities?.deleteThread === true;
  if (!thread) return null;
  const title = thread.title === '' ? 'Untitled thread' : thread.title;
  const menu: readonly MenuEntry[] = [
    { kind: 'item', label: 'Open', onSelect: () => openThread(ref) },
    { kind: 'item', label: 'Unarchive', onSelect: () => void runCommand('thread.unarchive', [ref]) },
    ...(canDelete
      ? [
          {
            kind: 'item',
            label: 'Delete for good…',
            danger: true,
            onSelect: () => void runCommand('thread.delete', [ref]),
          } as const,
        ]
      : []),
  ];
  return (
    <li className={styles.archivedRow} onContextMenu={(event) => openContextMenu(event, 'Thread', menu)}>
      <button type="button" className={styles.archivedTitle} onClick={() => openThread(ref)}>
        {title}
      </button>
      <span className={styles.archivedMeta}>
        {thread.cwd.split(/[/\\]/).at(-1)} · {ageWords(thread.recencyAt, now)}
      </span>
      <IconButton
        size="s"
        label="Unarchive"
        icon={<ArchiveRestore size={14} aria-hidden="true" />}
        onClick={() => void runCommand('thread.unarchive', [ref])}
      />
      {canDelete && (
        <IconButton
          size="s"
          label="Delete for good"
          icon={<Trash size={14} aria-hidden="true" />}
          onClick={() => void runCommand('thread.delete', [ref])}
        />
      )}
    </li>
  );
}

import { useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import Server from 'lucide-react/icons/server';
import type { Host } from '../../../src-shared/model/host.ts';
import type { ServerPhase } from '../../../src-shared/model/server.ts';
import { getClient } from '../../state/client.ts';
import { useHosts } from '../../state/host-store.ts';
import { restartServer, useServer } from '../../state/server-store.ts';
import { showError } from '../../state/toast-store.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { HostForm } from './host-form.tsx';
import { checkKey } from './host-key.ts';
import { addressWords, hostFailureWords } from './host-words.ts';
import { InstallCodex } from './install-codex.tsx';
import styles from './lists.module.css';

/** Machines that are not this one: Codex runs there, and projects there are worked on from here. */
export function HostsPage() {
  const { known, hosts } = useHosts();
  const [open, setOpen] = useState<string | null>(null);
  return (
    <>
      <p className={styles.intro}>
        A host is another place where Codex runs: threads, commands and terminals of its projects work there, and this
        machine only shows them.
      </p>
      {!known && <Spinner label="Loading" />}
      {known && hosts.length === 0 && open === null && (
        <EmptyState
          compact
          icon={<Server size={18} aria-hidden="true" />}
          title="Everything runs on this machine"
          text="Add a host to work on the folders of another one."
        />
      )}
      {hosts.length > 0 && (
        <ul className={styles.list} aria-label="Hosts">
          {hosts.map((host) =>
            open === host.id ? (
              <li key={host.id} className={styles.open}>
                <HostForm host={host} onClose={() => setOpen(null)} />
              </li>
            ) : (
              <HostRow key={host.id} host={host} onEdit={() => setOpen(host.id)} />
            ),
          )}
        </ul>
      )}
      {open === 'new' ? (
        <div className={styles.card}>
          <HostForm host={null} onClose={() => setOpen(null)} />
        </div>
      ) : (
        <div className={styles.tools}>
          <Button icon={<Plus size={14} aria-hidden="true" />} disabled={!known} onClick={() => setOpen('new')}>
            Add host
          </Button>
        </div>
      )}
    </>
  );
}

function HostRow({ host, onEdit }: { readonly host: Host; readonly onEdit: () => void }) {
  const server = useServer(host.serverId);
  const phase = server?.phase ?? null;
  const failure = phase && (phase.kind === 'restarting' || phase.kind === 'stopped') ? phase.failure : null;
  const words = failure && hostFailureWords(failure);
  const asksAboutKey =
    failure?.kind === 'host-refused' && host.place.kind === 'ssh' && /host key/i.test(failure.detail);
  const [tone, state] = stateWords(phase);
  return (
    <li className={classNames(styles.row, styles.wrapping)}>
      <div className={styles.words}>
        <p className={styles.name}>{host.label}</p>
        <p className={styles.meta}>{addressWords(host.place)}</p>
        {words && (
          <p className={styles.problem}>
            {words.title}
            {words.text !== '' && `: ${words.text}`}
          </p>
        )}
        {failure?.kind === 'binary-missing' && host.place.kind !== 'websocket' && (
          <InstallCodex place={host.place} onDone={() => void restartServer(host.serverId)} />
        )}
      </div>
      <Badge tone={tone} outline={tone === 'neutral'}>
        {state}
      </Badge>
      {phase?.kind !== 'ready' && (
        <Button size="s" onClick={() => void (asksAboutKey ? checkKey(host) : restartServer(host.serverId))}>
          {asksAboutKey ? 'Check key…' : 'Connect now'}
        </Button>
      )}
      <Button size="s" tone="ghost" onClick={onEdit}>
        Edit
      </Button>
      <Button size="s" tone="ghost" onClick={() => void removeHost(host)}>
        Remove…
      </Button>
    </li>
  );
}

function stateWords(phase: ServerPhase | null): readonly [BadgeTone, string] {
  switch (phase?.kind) {
    case 'ready':
      return ['good', `Codex ${phase.version}`];
    case 'restarting':
      return ['needs', 'Away'];
    case 'stopped':
      return ['bad', 'Not connected'];
    default:
      return ['neutral', 'Connecting…'];
  }
}

async function removeHost(host: Host): Promise<void> {
  const sure = await confirm({
    title: `Remove ${host.label}?`,
    text: 'Skein forgets how to reach it, and its token. Nothing on the host itself is touched.',
    confirmLabel: 'Remove',
    danger: true,
  });
  if (!sure) return;
  const removed = await getClient().hosts.remove({ hostId: host.id });
  if (!removed.ok) showError(removed.error);
}

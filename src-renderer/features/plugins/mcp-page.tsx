import { useCallback, useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Server from 'lucide-react/icons/server';
import type { StreamListener } from '../../../src-shared/contract/define.ts';
import type { McpBoard, McpServer } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Toggle } from '../../ui/switch.tsx';
import { McpForm } from './mcp-form.tsx';
import { McpServerPage } from './mcp-server-page.tsx';
import { failureWords, originWords, statusWords, transportWords } from './mcp-words.ts';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import { useLive } from './use-live.ts';
import styles from './detail.module.css';

/** MCP servers and how they do; with `name` the page of one. */
export function McpPage(props: { readonly name: string | null; readonly onOpen: (name: string | null) => void }) {
  const { name, onOpen } = props;
  const { serverId, cwd } = usePlace();
  const open = useCallback(
    (listener: StreamListener<McpBoard>) => getClient().mcp.watch({ serverId, cwd }, listener),
    [serverId, cwd],
  );
  const { value: board, error, retry } = useLive(open);
  const [adding, setAdding] = useState(false);
  if (!board) return error ? <Failed error={error} onRetry={retry} /> : <Loading label="Reading the MCP servers" />;
  if (name !== null) {
    const server = board.servers.find((one) => one.name === name) ?? null;
    return <McpServerPage key={name} name={name} server={server} onBack={() => onOpen(null)} />;
  }
  const reload = async () => {
    const answer = await getClient().mcp.reload({ serverId });
    if (!answer.ok) showError(answer.error);
  };
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div className={styles.tools}>
          <p className={styles.quiet}>
            MCP servers give agents tools and resources. Looking at them here starts each of them for a moment.
          </p>
          <Button size="s" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => void reload()}>
            Reload
          </Button>
          <Button size="s" icon={<Plus size={13} aria-hidden="true" />} onClick={() => setAdding(true)}>
            Add server
          </Button>
        </div>
        {adding && <McpForm server={null} onDone={() => setAdding(false)} />}
        {board.servers.length === 0 && !adding && (
          <EmptyState
            icon={<Server size={20} aria-hidden="true" />}
            title="No MCP servers"
            text="Add a program on this machine or a web address that speaks the Model Context Protocol."
            actions={
              <Button tone="primary" onClick={() => setAdding(true)}>
                Add server
              </Button>
            }
          />
        )}
        {board.servers.length > 0 && (
          <ul className={styles.list} aria-label="MCP servers">
            {board.servers.map((server) => (
              <McpRow key={server.name} server={server} onOpen={() => onOpen(server.name)} />
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}

function McpRow({ server, onOpen }: { readonly server: McpServer; readonly onOpen: () => void }) {
  const { serverId } = usePlace();
  const { name, config, status, origin } = server;
  const { words, tone } = statusWords(status);
  const failedStarts = server.starts.filter(({ state }) => state === 'failed').length;
  const setEnabled = async (enabled: boolean) => {
    const answer = await getClient().mcp.setEnabled({ serverId, name, enabled });
    if (!answer.ok) showError(answer.error);
  };
  return (
    <li className={styles.row} aria-label={name}>
      <div className={styles.rowWords}>
        <button type="button" className={styles.open} onClick={onOpen}>
          {name}
        </button>
        <p className={`${styles.quiet} ${styles.clamp}`}>
          {config ? transportWords(config.transport) : originWords(server)}
        </p>
        {status.kind === 'failed' && <p className={`${styles.bad} ${styles.clamp}`}>{failureWords(status.message)}</p>}
        {failedStarts > 0 && (
          <p className={styles.bad}>
            {failedStarts === 1 ? 'It did not start in 1 thread' : `It did not start in ${failedStarts} threads`}
          </p>
        )}
      </div>
      <Badge tone={tone}>{words}</Badge>
      {config && (
        <Toggle
          label="Enabled"
          checked={config.enabled}
          disabled={origin !== 'user'}
          onChange={(enabled) => void setEnabled(enabled)}
        />
      )}
    </li>
  );
}

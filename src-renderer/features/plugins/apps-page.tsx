import { useCallback, useState } from 'react';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import LayoutGrid from 'lucide-react/icons/layout-grid';
import type { StreamListener } from '../../../src-shared/contract/define.ts';
import type { AppEntry, AppShelf, AppTool } from '../../../src-shared/model/extension.ts';
import { getClient } from '../../state/client.ts';
import { openAddress } from '../../state/open-address.ts';
import { showError } from '../../state/toast-store.ts';
import { openSettings } from '../../state/ui-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Toggle } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Logo } from './logo.tsx';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import { useLive } from './use-live.ts';
import styles from './detail.module.css';

/** Rows that are drawn before the rest is asked for. */
const FIRST_ROWS = 60;

/** Apps (connectors) of the account: connected here, used by plugins and agents. */
export function AppsPage() {
  const { serverId } = usePlace();
  const open = useCallback(
    (listener: StreamListener<AppShelf>) => getClient().apps.watch({ serverId }, listener),
    [serverId],
  );
  const { value: shelf, error, retry } = useLive(open);
  const [query, setQuery] = useState('');
  const [limit, setLimit] = useState(FIRST_ROWS);
  if (!shelf)
    return error ? <Failed error={error} onRetry={retry} /> : <Loading label="Reading the directory of apps" />;
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = shelf.apps
    .filter((app) => {
      const text = `${app.name}\n${app.description}\n${app.category ?? ''}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(b.connected) - Number(a.connected) || a.name.localeCompare(b.name, 'en'));
  const reload = async () => {
    const answer = await getClient().apps.reload({ serverId });
    if (!answer.ok) showError(answer.error);
  };
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div className={styles.tools}>
          <TextField
            label="Search apps"
            hideLabel
            type="search"
            placeholder="Search apps"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          <Button size="s" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => void reload()}>
            Reload
          </Button>
        </div>
        {found.length === 0 && <Nothing shelf={shelf} />}
        {found.length > 0 && (
          <ul className={styles.list} aria-label="Apps">
            {found.slice(0, limit).map((app) => (
              <AppRow key={app.id} app={app} />
            ))}
          </ul>
        )}
        {found.length > limit && (
          <div>
            <Button size="s" onClick={() => setLimit((before) => before + FIRST_ROWS * 2)}>
              Show more
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function Nothing({ shelf }: { readonly shelf: AppShelf }) {
  if (shelf.apps.length > 0) return <EmptyState compact title="Nothing matches" text="Try other words." />;
  return (
    <EmptyState
      icon={<LayoutGrid size={20} aria-hidden="true" />}
      title={shelf.needsChatgpt ? 'Apps need a ChatGPT account' : 'No apps'}
      text={
        shelf.needsChatgpt
          ? 'Apps connect Codex with services such as calendars and issue trackers. They belong to an account of ChatGPT; sign in with one to see them.'
          : 'The directory of your account lists none.'
      }
      actions={shelf.needsChatgpt ? <Button onClick={() => openSettings('account')}>Account</Button> : undefined}
    />
  );
}

function AppRow({ app }: { readonly app: AppEntry }) {
  const { serverId } = usePlace();
  const [tools, setTools] = useState<readonly AppTool[] | null>(null);
  const { id: appId, connectUrl } = app;
  const showTools = async () => {
    const answer = await getClient().apps.tools({ serverId, appId });
    if (answer.ok) setTools(answer.value);
    else showError(answer.error);
  };
  const setEnabled = async (enabled: boolean) => {
    const answer = await getClient().apps.setEnabled({ serverId, appId, enabled });
    if (!answer.ok) showError(answer.error);
  };
  const facts = [app.developer, app.category, app.plugins.length === 0 ? null : `used by ${app.plugins.join(', ')}`];
  return (
    <li className={styles.row} aria-label={app.name}>
      <Logo
        id={app.hasLogo ? `${serverId} app ${appId}` : null}
        name={app.name}
        load={(dark) => getClient().apps.logo({ serverId, appId, dark })}
      />
      <div className={styles.rowWords}>
        <p className={styles.name}>
          {app.name} {app.connected && <Badge tone="good">Connected</Badge>}{' '}
          {app.connected && app.callable === false && <Badge tone="needs">Not usable now</Badge>}
        </p>
        <p className={`${styles.quiet} ${styles.clamp}`}>{app.description}</p>
        <p className={styles.quiet}>{facts.filter((fact) => fact !== null).join(' · ')}</p>
        {tools && (
          <p className={styles.quiet}>
            {tools.length === 0
              ? 'Its tools are told once it is connected.'
              : `Tools: ${tools.map(({ name, readOnly }) => (readOnly ? `${name} (reads only)` : name)).join(', ')}`}
          </p>
        )}
      </div>
      {!tools && (
        <Button size="s" onClick={() => void showTools()}>
          Tools
        </Button>
      )}
      {!app.connected && connectUrl !== null && (
        <Button size="s" onClick={() => void openAddress(connectUrl)}>
          Connect
        </Button>
      )}
      <Toggle label="Enabled" checked={app.enabled} onChange={(enabled) => void setEnabled(enabled)} />
    </li>
  );
}

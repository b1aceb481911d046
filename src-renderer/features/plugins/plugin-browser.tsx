import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import * as RadixTabs from 'radix-ui/tabs';
import Plus from 'lucide-react/icons/plus';
import Puzzle from 'lucide-react/icons/puzzle';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Search from 'lucide-react/icons/search';
import type { StreamListener } from '../../../src-shared/contract/define.ts';
import type { Marketplace, PluginShelf } from '../../../src-shared/model/plugin.ts';
import { getClient } from '../../state/client.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { errorWords } from '../../state/error-words.ts';
import { AddMarketplaceDialog } from './add-marketplace-dialog.tsx';
import { useBeyond, type Beyond } from './use-beyond.ts';
import { Failed, Loading } from './states.tsx';
import { categoriesOf, filterPlugins, pluginsOf, type Shown } from './filter-plugins.ts';
import { MarketplaceHead } from './marketplace-head.tsx';
import { usePlace } from './place.ts';
import { refreshMarketplaces } from './plugin-actions.ts';
import { PluginGrid } from './plugin-grid.tsx';
import { PluginPage } from './plugin-page.tsx';
import { useLive } from './use-live.ts';
import styles from './plugin-browser.module.css';

const ALL = 'all';
const SHOWN = [
  { value: 'all', label: 'Everything' },
  { value: 'installed', label: 'Installed' },
  { value: 'featured', label: 'Featured' },
];
const isShown = (value: string): value is Shown => SHOWN.some((one) => one.value === value);
const ANY_CATEGORY = '';

/** Marketplaces as tabs, their plugins as cards; with `pluginId` the page of one plugin. */
export function PluginBrowser(props: {
  readonly pluginId: string | null;
  readonly onOpen: (pluginId: string | null) => void;
}) {
  const { serverId, cwd } = usePlace();
  const open = useCallback(
    (listener: StreamListener<PluginShelf>) => getClient().plugins.watch({ serverId, cwd }, listener),
    [serverId, cwd],
  );
  const { value: shelf, error, retry } = useLive(open);
  const [tab, setTab] = useState(ALL);
  const [adding, setAdding] = useState(false);
  const beyond = useBeyond(shelf);
  if (!shelf) return error ? <Failed error={error} onRetry={retry} /> : <Loading label="Reading the marketplaces" />;
  const found =
    props.pluginId === null
      ? undefined
      : [...pluginsOf(shelf.marketplaces), ...beyond.found].find((one) => one.plugin.id === props.pluginId);
  return (
    <>
      {props.pluginId === null ? (
        <Shelf {...{ shelf, tab, beyond }} onTab={setTab} onAdd={() => setAdding(true)} onOpen={props.onOpen} />
      ) : (
        <PluginPage pluginId={props.pluginId} shown={found ?? null} onBack={() => props.onOpen(null)} />
      )}
      {adding && <AddMarketplaceDialog onClose={() => setAdding(false)} onAdded={setTab} />}
    </>
  );
}

function Shelf(props: {
  readonly shelf: PluginShelf;
  readonly beyond: Beyond;
  readonly tab: string;
  readonly onTab: (tab: string) => void;
  readonly onAdd: () => void;
  readonly onOpen: (pluginId: string) => void;
}) {
  const { shelf, beyond, onTab, onAdd, onOpen } = props;
  const { marketplaces, work } = shelf;
  const place = usePlace();
  const [query, setQuery] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const [shown, setShown] = useState<Shown>('all');
  const late = useDeferredValue(query);
  const current = marketplaces.find(({ id, name }) => id === props.tab || name === props.tab) ?? null;
  const plugins = useMemo(() => pluginsOf(current ? [current] : marketplaces), [current, marketplaces]);
  const categories = categoriesOf(plugins);
  const chosen = category !== null && categories.includes(category) ? category : null;
  const looksBeyond = current === null && shown === 'all' && chosen === null;
  const filtered = useMemo(
    () => [
      ...filterPlugins(plugins, { query: late, category: chosen, shown }),
      ...(looksBeyond && late.trim() !== '' ? beyond.found : []),
    ],
    [plugins, late, chosen, shown, looksBeyond, beyond.found],
  );
  const tabs: readonly { readonly id: string; readonly label: string; readonly bad: boolean }[] = [
    { id: ALL, label: 'All', bad: false },
    ...marketplaces.map(({ id, title, problem }) => ({ id, label: title, bad: problem !== null })),
  ];
  return (
    <RadixTabs.Root className={styles.browser} value={current?.id ?? ALL} onValueChange={onTab}>
      <div ref={keepClear} className={styles.bar}>
        <RadixTabs.List className={styles.tabs} aria-label="Marketplaces">
          {tabs.map(({ id, label, bad }) => (
            <RadixTabs.Trigger key={id} value={id} className={styles.tab}>
              {label}
              {bad && (
                <span className={styles.bad}>
                  {' '}
                  !<span className="sr-only">could not be loaded</span>
                </span>
              )}
            </RadixTabs.Trigger>
          ))}
        </RadixTabs.List>
        <IconButton
          size="s"
          label="Refresh all marketplaces"
          icon={<RefreshCw size={14} aria-hidden="true" />}
          disabled={work !== null}
          onClick={() => void refreshMarketplaces(place, null)}
        />
        <Button size="s" icon={<Plus size={13} aria-hidden="true" />} disabled={work !== null} onClick={onAdd}>
          Add marketplace
        </Button>
      </div>
      <RadixTabs.Content value={current?.id ?? ALL} className={styles.panel} tabIndex={-1}>
        <PluginGrid
          key={current?.id ?? ALL}
          plugins={filtered}
          showMarketplace={current === null && marketplaces.length > 1}
          onOpen={onOpen}
          above={
            <>
              <MarketplaceHead shelf={shelf} current={current} onTab={onTab} />
              <div className={styles.filter} role="search" aria-label="Plugins">
                <TextField
                  label="Search plugins"
                  hideLabel
                  type="search"
                  placeholder="Search plugins"
                  icon={<Search size={14} aria-hidden="true" />}
                  value={query}
                  onChange={(event) => {
                    setQuery(event.target.value);
                    if (looksBeyond) beyond.look(event.target.value);
                  }}
                />
                {categories.length > 0 && (
                  <Select
                    label="Category"
                    value={chosen ?? ANY_CATEGORY}
                    options={[
                      { value: ANY_CATEGORY, label: 'Every category' },
                      ...categories.map((one) => ({ value: one, label: one })),
                    ]}
                    onChange={(value) => setCategory(value === ANY_CATEGORY ? null : value)}
                  />
                )}
                <Select
                  label="Show"
                  value={shown}
                  options={SHOWN}
                  onChange={(value) => isShown(value) && setShown(value)}
                />
              </div>
              {beyond.failed !== null && looksBeyond && query.trim() !== '' && (
                <p className={styles.origin}>
                  Only the marketplaces here were searched: {errorWords().appError(beyond.failed).text}
                </p>
              )}
              <p className="sr-only" role="status">
                {filtered.length === 1 ? '1 plugin' : `${filtered.length} plugins`}
              </p>
              {filtered.length === 0 && <Nothing current={current} any={plugins.length > 0} onAdd={onAdd} />}
            </>
          }
        />
      </RadixTabs.Content>
    </RadixTabs.Root>
  );
}

function Nothing(props: { readonly current: Marketplace | null; readonly any: boolean; readonly onAdd: () => void }) {
  if (props.any) return <EmptyState compact title="Nothing matches" text="Try other words or another category." />;
  if (props.current?.problem) return null;
  if (props.current)
    return (
      <EmptyState
        compact
        icon={<Puzzle size={18} aria-hidden="true" />}
        title="No plugins here"
        text="This marketplace lists none."
      />
    );
  return (
    <EmptyState
      icon={<Puzzle size={20} aria-hidden="true" />}
      title="No marketplaces yet"
      text="A marketplace lists plugins: skills, MCP servers, apps and hooks that come together. Add one from GitHub, from any Git address or from a folder; those of a repository show up by themselves."
      actions={
        <Button tone="primary" onClick={props.onAdd}>
          Add marketplace
        </Button>
      }
    />
  );
}

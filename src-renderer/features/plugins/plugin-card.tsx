import { useEffect, useState } from 'react';
import type { PluginParts } from '../../../src-shared/model/plugin.ts';
import { getClient } from '../../state/client.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Toggle } from '../../ui/switch.tsx';
import type { ShownPlugin } from './filter-plugins.ts';
import { Logo } from './logo.tsx';
import { usePlace, type ExtensionPlace } from './place.ts';
import { installPlugin, setPluginEnabled } from './plugin-actions.ts';
import { blockWords, partsWords, workWords } from './plugin-words.ts';
import styles from './plugin-card.module.css';

/** One plugin of the browser. Space switches an installed one, Enter opens its page. */
export function PluginCardView(props: {
  readonly shown: ShownPlugin;
  /** The place in the list, from 0; arrow keys go by it. */
  readonly index: number;
  readonly showMarketplace: boolean;
  readonly onOpen: () => void;
}) {
  const { shown, index, showMarketplace, onOpen } = props;
  const { plugin, marketplace } = shown;
  const place = usePlace();
  const parts = useParts(place, plugin.id, plugin.version);
  const adds = parts ? partsWords(parts) : '';
  const facts = [plugin.author, adds, plugin.category, showMarketplace ? marketplace.title : null].filter(
    (fact) => fact !== null && fact !== '',
  );
  const canSwitch = plugin.installed && plugin.work === null && plugin.blocked !== 'admin';
  return (
    <div role="listitem" className={styles.card}>
      <Logo
        id={plugin.hasLogo ? `${place.serverId} ${plugin.id} ${plugin.version ?? ''}` : null}
        name={plugin.title}
        color={plugin.color}
        load={(dark) => getClient().plugins.logo({ ...place, pluginId: plugin.id, dark })}
      />
      <div className={styles.words}>
        <button
          type="button"
          className={styles.title}
          data-plugin={index}
          onClick={onOpen}
          onKeyDown={(event) => {
            if (event.key !== ' ') return;
            // A press would open the page.
            event.preventDefault();
            if (canSwitch && !event.repeat) void setPluginEnabled(place, plugin, !plugin.enabled);
          }}
        >
          {plugin.title}
        </button>
        <p className={styles.description}>{plugin.description || 'No description'}</p>
        <p className={styles.facts} title={facts.join(' · ')}>
          {facts.join(' · ')}
        </p>
      </div>
      <div className={styles.action}>
        {plugin.featured && <Badge tone="accent">Featured</Badge>}
        <CardAction shown={shown} canSwitch={canSwitch} />
      </div>
    </div>
  );
}

function CardAction({ shown: { plugin }, canSwitch }: { readonly shown: ShownPlugin; readonly canSwitch: boolean }) {
  const place = usePlace();
  if (plugin.work !== null)
    return (
      <Button size="s" busy>
        {workWords(plugin.work)}
      </Button>
    );
  if (plugin.installed)
    return (
      <Toggle
        label="Enabled"
        checked={plugin.enabled}
        disabled={!canSwitch}
        onChange={(enabled) => void setPluginEnabled(place, plugin, enabled)}
      />
    );
  if (plugin.blocked !== null)
    return (
      <Badge tone="needs" title={blockWords(plugin.blocked)}>
        {plugin.blocked === 'admin' ? 'Blocked' : 'Not offered'}
      </Badge>
    );
  return (
    <Button size="s" aria-label={`Install ${plugin.title}`} onClick={() => void installPlugin(place, plugin)}>
      Install
    </Button>
  );
}

const asked = new Map<string, PluginParts | null>();
const waiting = new Map<string, Set<(parts: PluginParts) => void>>();
let planned = false;

/** What a plugin adds, asked for with those of the other cards that came into view. */
function useParts(place: ExtensionPlace, pluginId: string, version: string | null): PluginParts | null {
  const { serverId, cwd } = place;
  const key = JSON.stringify([serverId, cwd, pluginId, version]);
  const [parts, setParts] = useState<{ readonly key: string; readonly parts: PluginParts } | null>(null);
  const known = asked.get(key) ?? (parts?.key === key ? parts.parts : null);
  useEffect(() => {
    if (asked.has(key)) return undefined;
    const hear = (found: PluginParts) => setParts({ key, parts: found });
    const hearers = waiting.get(key) ?? new Set();
    hearers.add(hear);
    waiting.set(key, hearers);
    if (!planned) {
      planned = true;
      queueMicrotask(() => {
        planned = false;
        void askForParts();
      });
    }
    return () => {
      hearers.delete(hear);
      if (hearers.size === 0) waiting.delete(key);
    };
  }, [key]);
  return known;
}

async function askForParts(): Promise<void> {
  const entries = [...waiting.entries()].map(([key, hearers]) => {
    const [serverId, cwd, pluginId] = JSON.parse(key) as [ExtensionPlace['serverId'], string | null, string];
    return { key, hearers, serverId, cwd, pluginId };
  });
  waiting.clear();
  const [first] = entries;
  if (!first) return;
  const { serverId, cwd } = first;
  const mine = entries.filter((entry) => entry.serverId === serverId && entry.cwd === cwd).slice(0, MAX_ASKED);
  const answer = await getClient().plugins.parts({ serverId, cwd, pluginIds: mine.map(({ pluginId }) => pluginId) });
  if (!answer.ok) return;
  for (const { key, hearers, pluginId } of mine) {
    const found = Object.hasOwn(answer.value, pluginId) ? answer.value[pluginId] : undefined;
    asked.set(key, found ?? null);
    if (found) for (const hear of hearers) hear(found);
  }
}
const MAX_ASKED = 100;

import { useState } from 'react';
import FlaskConical from 'lucide-react/icons/flask-conical';
import Search from 'lucide-react/icons/search';
import type { CodexFeature, ConfigState } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { showError } from '../../../state/toast-store.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { confirm } from '../../../ui/overlay-requests.ts';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import settings from '../settings.module.css';
import styles from './config.module.css';
import { ConfigPage } from './config-place.tsx';

const STAGES: readonly { readonly stage: CodexFeature['stage']; readonly heading: string; readonly text: string }[] = [
  { stage: 'beta', heading: 'To try out', text: 'Nearly done, and offered for trying.' },
  { stage: 'stable', heading: 'Part of Codex', text: 'Switch one off only with a reason.' },
  { stage: 'underDevelopment', heading: 'Under development', text: 'Unfinished: they may break, change or go away.' },
  { stage: 'deprecated', heading: 'On their way out', text: 'They will be removed.' },
];

/** Settings, *Features*: what Codex can do beyond, or without, what it does by default. */
export function FeaturesPage() {
  return (
    <ConfigPage
      byFolder={false}
      intro="Switches of Codex itself. Some take effect at once, most with the next thread, a few with the next start of Codex."
    >
      {(place, config) => <Features serverId={place.serverId} config={config} />}
    </ConfigPage>
  );
}

function Features({ serverId, config }: { readonly serverId: ServerId; readonly config: ConfigState }) {
  const [query, setQuery] = useState('');
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = config.features.filter((feature) => {
    const text = `${feature.name} ${feature.title ?? ''} ${feature.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  return (
    <>
      <TextField
        label="Find a feature"
        hideLabel
        placeholder="Find a feature"
        icon={<Search size={14} aria-hidden="true" />}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {found.length === 0 && (
        <EmptyState compact icon={<FlaskConical size={18} aria-hidden="true" />} title="No feature is called that" />
      )}
      {STAGES.map(({ stage, heading, text }) => {
        const features = found.filter((feature) => feature.stage === stage);
        if (features.length === 0) return null;
        return (
          <section key={stage} className={styles.section} aria-label={heading}>
            <h3 className={styles.heading}>{heading}</h3>
            <p className={styles.intro}>{text}</p>
            <div className={settings.group}>
              {features.map((feature) => (
                <Feature key={feature.name} serverId={serverId} feature={feature} frozen={config.readOnly} />
              ))}
            </div>
          </section>
        );
      })}
    </>
  );
}

function Feature(props: { readonly serverId: ServerId; readonly feature: CodexFeature; readonly frozen: boolean }) {
  const { serverId, feature, frozen } = props;
  const title = feature.title ?? sentence(feature.name.replaceAll('_', ' '));
  const pinned = feature.pinned !== null;
  const set = async (enabled: boolean | null) => {
    if (enabled === true && feature.stage === 'underDevelopment' && !(await asks(title))) return;
    const result = await getClient().config.setFeature({ serverId, name: feature.name, enabled });
    if (!result.ok) showError(result.error);
  };
  return (
    <div className={styles.setting} role="group" aria-label={title}>
      <Switch
        label={title}
        {...(feature.description !== null && { description: feature.description })}
        checked={feature.enabled}
        disabled={frozen || pinned}
        onChange={(enabled) => void set(enabled)}
      />
      <p className={styles.meta}>
        <code>{feature.name}</code>
        {pinned && <span className={styles.lock}>Your administrator requires: {feature.pinned ? 'on' : 'off'}.</span>}
        <span>
          {feature.own === null ? '' : 'From your config.toml · '}Default: {feature.byDefault ? 'on' : 'off'}
        </span>
        {feature.own !== null && !pinned && (
          <button type="button" className={styles.reset} aria-label={`Reset ${title}`} onClick={() => void set(null)}>
            Reset
          </button>
        )}
      </p>
    </div>
  );
}

const asks = (title: string) =>
  confirm({
    title: `Switch on ${title}?`,
    text: 'It is under development: threads may fail or behave in strange ways. It can be switched off here again.',
    confirmLabel: 'Switch on',
  });

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

import {
  APPROVAL_WORDS,
  GRANULAR_PARTS,
  granularOf,
  type GranularPart,
} from '../../../../src-shared/model/config-keys.ts';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { saveSetting } from './config-actions.ts';
import styles from './config.module.css';
import { APPROVAL_OPTIONS, GRANULAR_WORDS, KEY_WORDS } from './key-words.ts';
import { defaultLabel, isForbidden, isPinned } from './layer-words.ts';
import type { SettingProps } from './setting-props.ts';
import { SettingView } from './setting-view.tsx';

/** Asked for until something else is chosen: nothing becomes freer by choosing *By kind*. */
const ALL_ASKED = Object.fromEntries(GRANULAR_PARTS.map((part) => [part, true])) as Record<GranularPart, boolean>;

/** The approval policy: a word, or a switch for each kind of request. */
export function ApprovalSetting({ serverId, setting, frozen }: SettingProps) {
  const { title } = KEY_WORDS[setting.key];
  const parts = granularOf(setting.value);
  const value = parts ? 'granular' : typeof setting.value === 'string' ? setting.value : null;
  const disabled = frozen || isPinned(setting);
  return (
    <SettingView
      serverId={serverId}
      setting={setting}
      control={
        <Select
          label={title}
          tone="default"
          value={value}
          placeholder={defaultLabel(setting.key)}
          disabled={disabled}
          options={[...APPROVAL_WORDS, 'granular' as const].map((word) => ({
            value: word,
            label: APPROVAL_OPTIONS[word].label,
            description: APPROVAL_OPTIONS[word].text,
            disabled: isForbidden(setting, word === 'granular' ? { granular: ALL_ASKED } : word),
          }))}
          onChange={(chosen) =>
            void saveSetting(serverId, setting, chosen === 'granular' ? { granular: parts ?? ALL_ASKED } : chosen)
          }
        />
      }
    >
      {parts && (
        <div className={styles.parts} role="group" aria-label="Asked about">
          {GRANULAR_PARTS.map((part) => (
            <Switch
              key={part}
              label={GRANULAR_WORDS[part].title}
              description={GRANULAR_WORDS[part].text}
              checked={parts[part]}
              disabled={disabled}
              onChange={(on) => void saveSetting(serverId, setting, { granular: { ...parts, [part]: on } })}
            />
          ))}
        </div>
      )}
    </SettingView>
  );
}

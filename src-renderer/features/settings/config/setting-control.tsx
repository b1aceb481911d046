import { useRef, useState } from 'react';
import { assertNever } from '../../../../src-shared/assert-never.ts';
import type { ConfigSetting } from '../../../../src-shared/model/config.ts';
import { kindOf, type ConfigKind } from '../../../../src-shared/model/config-keys.ts';
import type { Json } from '../../../../src-shared/model/json.ts';
import { Button } from '../../../ui/button.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { PickerOption } from '../../../ui/overlay-requests.ts';
import { ApprovalSetting } from './approval-setting.tsx';
import { saveSetting, saveSettings } from './config-actions.ts';
import styles from './config.module.css';
import { KEY_WORDS } from './key-words.ts';
import { defaultLabel, isForbidden, isPinned } from './layer-words.ts';
import { ListEditor } from './list-editor.tsx';
import type { SettingProps } from './setting-props.ts';
import { SettingView } from './setting-view.tsx';

/** A setting with the control that its kind needs. */
export function Setting(props: SettingProps) {
  const { setting } = props;
  const kind = kindOf(setting.key);
  switch (kind.type) {
    case 'switch':
      return kind.fallback === null ? (
        <ChoiceSetting {...props} choices={ON_OFF} />
      ) : (
        <SwitchSetting {...props} fallback={kind.fallback} />
      );
    case 'choice':
      return <ChoiceSetting {...props} choices={choicesOf(setting, kind.options)} />;
    case 'number':
      return <NumberSetting {...props} kind={kind} />;
    case 'text':
      if (props.options && props.options.length > 0) return <ChoiceSetting {...props} choices={props.options} />;
      return kind.long ? <LongTextSetting {...props} /> : <TextSetting {...props} />;
    case 'list':
      return <ListSetting {...props} />;
    case 'approval':
      return <ApprovalSetting {...props} />;
    case 'events':
      return <EventsSetting {...props} kind={kind} />;
    default:
      return assertNever(kind);
  }
}

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));

const ON_OFF: readonly PickerOption[] = [
  { value: 'true', label: 'On' },
  { value: 'false', label: 'Off' },
];

const choicesOf = ({ key }: ConfigSetting, values: readonly string[]): readonly PickerOption[] =>
  values.map((value) => {
    const words = KEY_WORDS[key].options?.[value];
    return {
      value,
      label: words?.label ?? value,
      ...(words?.text !== undefined && { description: words.text }),
      ...(value === 'danger-full-access' && { danger: true }),
    };
  });

function SwitchSetting({ serverId, setting, frozen, fallback }: SettingProps & { readonly fallback: boolean }) {
  const { title } = KEY_WORDS[setting.key];
  const checked = typeof setting.value === 'boolean' ? setting.value : fallback;
  return (
    <SettingView
      serverId={serverId}
      setting={setting}
      control={
        <Switch
          label={title}
          hideLabel
          checked={checked}
          disabled={frozen || isPinned(setting)}
          onChange={(value) => void saveSetting(serverId, setting, value)}
        />
      }
    />
  );
}

function ChoiceSetting({
  serverId,
  setting,
  frozen,
  choices,
}: SettingProps & { readonly choices: readonly PickerOption[] }) {
  const isSwitch = kindOf(setting.key).type === 'switch';
  const value = setting.value === null ? null : asText(setting.value);
  const unknown = value !== null && !choices.some((option) => option.value === value);
  const options = [...choices, ...(unknown ? [{ value, label: value, description: 'As it stands in the file' }] : [])];
  const toValue = (chosen: string) => (isSwitch ? chosen === 'true' : chosen);
  return (
    <SettingView
      serverId={serverId}
      setting={setting}
      control={
        <Select
          label={KEY_WORDS[setting.key].title}
          tone="default"
          value={value}
          placeholder={defaultLabel(setting.key)}
          disabled={frozen || isPinned(setting)}
          options={options.map((option) => ({ ...option, disabled: isForbidden(setting, toValue(option.value)) }))}
          onChange={(chosen) => void saveSetting(serverId, setting, toValue(chosen))}
        />
      }
    />
  );
}

/** A text that is being written: what the file said when that began goes along, so that a change meanwhile is noticed. */
function useDraft({ serverId, setting }: SettingProps, toValue: (text: string) => string | number | null) {
  const [draft, setDraft] = useState<{ readonly text: string; readonly seen: ConfigSetting['own'] } | null>(null);
  /** A question about the first attempt takes the focus, and losing it is an attempt of its own. */
  const saving = useRef(false);
  const shown = draft?.text ?? (setting.value === null ? '' : asText(setting.value));
  return {
    shown,
    dirty: draft !== null,
    write: (text: string) => setDraft({ text, seen: draft ? draft.seen : setting.own }),
    forget: () => setDraft(null),
    save: async () => {
      if (draft === null || saving.current) return;
      saving.current = true;
      const { seen, text } = draft;
      await saveSettings(serverId, [{ key: setting.key, value: toValue(text), seen }]).finally(() => {
        saving.current = false;
      });
      // What was typed while it was saved is not thrown away.
      setDraft((now) => (now === draft ? null : now));
    },
  };
}

function NumberSetting(props: SettingProps & { readonly kind: Extract<ConfigKind, { type: 'number' }> }) {
  const { setting, kind } = props;
  const { title, unit } = KEY_WORDS[setting.key];
  const draft = useDraft(props, (text) => (text.trim() === '' ? null : Number(text)));
  const number = Number(draft.shown);
  const wrong =
    draft.shown.trim() !== '' && (!Number.isInteger(number) || number < kind.min || number > kind.max)
      ? `From ${kind.min.toLocaleString('en-US')} to ${kind.max.toLocaleString('en-US')}.`
      : undefined;
  return (
    <SettingView
      serverId={props.serverId}
      setting={setting}
      control={
        <>
          <div className={styles.number}>
            <TextField
              label={title}
              hideLabel
              inputMode="numeric"
              value={draft.shown}
              placeholder={kind.fallback === null ? '' : String(kind.fallback)}
              disabled={props.frozen || isPinned(setting)}
              error={wrong}
              onChange={(event) => draft.write(event.target.value)}
              onBlur={() => wrong === undefined && void draft.save()}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && wrong === undefined) void draft.save();
                if (event.key === 'Escape') draft.forget();
              }}
            />
          </div>
          <span className={styles.text}>{unit}</span>
        </>
      }
    />
  );
}

function TextSetting(props: SettingProps) {
  const { setting } = props;
  const { title, placeholder } = KEY_WORDS[setting.key];
  const draft = useDraft(props, (text) => (text.trim() === '' ? null : text.trim()));
  return (
    <SettingView
      serverId={props.serverId}
      setting={setting}
      control={
        <div className={styles.short}>
          <TextField
            label={title}
            hideLabel
            value={draft.shown}
            placeholder={placeholder ?? defaultLabel(setting.key)}
            disabled={props.frozen || isPinned(setting)}
            onChange={(event) => draft.write(event.target.value)}
            onBlur={() => void draft.save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void draft.save();
              if (event.key === 'Escape') draft.forget();
            }}
          />
        </div>
      }
    />
  );
}

function LongTextSetting(props: SettingProps) {
  const { setting } = props;
  const draft = useDraft(props, (text) => (text.trim() === '' ? null : text));
  return (
    <SettingView serverId={props.serverId} setting={setting}>
      <textarea
        className={styles.area}
        aria-label={KEY_WORDS[setting.key].title}
        value={draft.shown}
        disabled={props.frozen || isPinned(setting)}
        onChange={(event) => draft.write(event.target.value)}
      />
      {draft.dirty && (
        <div className={styles.tools}>
          <Button tone="primary" size="s" onClick={() => void draft.save()}>
            Save
          </Button>
          <Button size="s" onClick={draft.forget}>
            Discard
          </Button>
        </div>
      )}
    </SettingView>
  );
}

function ListSetting({ serverId, setting, frozen }: SettingProps) {
  const { title, placeholder } = KEY_WORDS[setting.key];
  const kind = kindOf(setting.key);
  const entries = Array.isArray(setting.value) ? setting.value.map(String) : [];
  const isPath = kind.type === 'list' && kind.of === 'paths';
  return (
    <SettingView serverId={serverId} setting={setting}>
      <ListEditor
        label={title}
        entries={entries}
        placeholder={placeholder ?? ''}
        disabled={frozen || isPinned(setting)}
        problem={isPath ? pathProblem : undefined}
        onChange={(next) => saveSetting(serverId, setting, next.length === 0 ? null : next)}
      />
    </SettingView>
  );
}

const pathProblem = (text: string): string | undefined =>
  /^(\/|~\/|[A-Za-z]:[\\/]|\\\\)/.test(text) ? undefined : 'A whole path is needed.';

function EventsSetting({
  serverId,
  setting,
  frozen,
  kind,
}: SettingProps & { readonly kind: Extract<ConfigKind, { type: 'events' }> }) {
  const { title, options } = KEY_WORDS[setting.key];
  const { value } = setting;
  const chosen = Array.isArray(value) ? value.map(String) : (value ?? kind.fallback) === true ? kind.options : [];
  const disabled = frozen || isPinned(setting);
  const set = (event: string, on: boolean) => {
    const next = kind.options.filter((option) => (option === event ? on : chosen.includes(option)));
    const all = next.length === kind.options.length;
    void saveSetting(serverId, setting, all ? true : next.length === 0 ? false : next);
  };
  return (
    <SettingView serverId={serverId} setting={setting}>
      <div className={classNames(styles.parts)} role="group" aria-label={title}>
        {kind.options.map((option) => (
          <Switch
            key={option}
            label={options?.[option]?.label ?? option}
            checked={chosen.includes(option)}
            disabled={disabled}
            onChange={(on) => set(option, on)}
          />
        ))}
      </div>
    </SettingView>
  );
}

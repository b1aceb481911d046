import { changeSettings, useSetting } from '../../state/settings-store.ts';
import { isMac } from '../../ui/platform.ts';
import { keyLabel } from '../../ui/key-label.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';

export function GeneralPage() {
  const sendKey = useSetting((settings) => settings.sendKey);
  const grouping = useSetting((settings) => settings.grouping);
  const noSandboxAccepted = useSetting((settings) => settings.noSandboxAccepted);
  const withMod = keyLabel('Mod+Enter', isMac());
  return (
    <div className={styles.group}>
      <SettingRow title="Send a message with" description="Shift+Enter always begins a new line.">
        <Select
          label="Send a message with"
          tone="default"
          value={sendKey}
          options={[
            { value: 'enter', label: 'Enter' },
            { value: 'modEnter', label: withMod, description: 'Enter begins a new line' },
          ]}
          onChange={(value) => void changeSettings({ sendKey: value === 'modEnter' ? 'modEnter' : 'enter' })}
        />
      </SettingRow>
      <SettingRow title="Group threads" description="How the sidebar lists them. Pinned threads always come first.">
        <Select
          label="Group threads"
          tone="default"
          value={grouping}
          options={[
            { value: 'project', label: 'By project' },
            { value: 'time', label: 'By time' },
          ]}
          onChange={(value) => void changeSettings({ grouping: value === 'time' ? 'time' : 'project' })}
        />
      </SettingRow>
      <div className={styles.row}>
        <Switch
          label="Work without a sandbox where there is none"
          description="Hides the notice on machines whose operating system cannot fence in the commands of agents."
          checked={noSandboxAccepted}
          onChange={(checked) => void changeSettings({ noSandboxAccepted: checked })}
        />
      </div>
    </div>
  );
}

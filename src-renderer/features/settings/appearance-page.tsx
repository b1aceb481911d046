import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import { changeSettings, useSetting } from '../../state/settings-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';

type Theme = 'system' | 'dark' | 'light';
const THEMES: readonly { readonly value: Theme; readonly label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'dark', label: 'Dark' },
  { value: 'light', label: 'Light' },
];

export function AppearancePage() {
  const theme = useSetting((settings) => settings.theme);
  const uiFontSize = useSetting((settings) => settings.uiFontSize);
  const codeFontSize = useSetting((settings) => settings.codeFontSize);
  return (
    <div className={styles.group}>
      <SettingRow title="Theme">
        <Select
          label="Theme"
          tone="default"
          value={theme}
          options={THEMES}
          onChange={(value) => {
            const chosen = THEMES.find((option) => option.value === value);
            if (chosen) void changeSettings({ theme: chosen.value });
          }}
        />
      </SettingRow>
      <SettingRow title="Text size of the interface">
        <Stepper
          label="text size of the interface"
          value={uiFontSize}
          min={10}
          max={24}
          onChange={(value) => void changeSettings({ uiFontSize: value })}
        />
      </SettingRow>
      <SettingRow title="Text size of code">
        <Stepper
          label="text size of code"
          value={codeFontSize}
          min={9}
          max={28}
          onChange={(value) => void changeSettings({ codeFontSize: value })}
        />
      </SettingRow>
      <pre className={styles.sample}>
        {`const branches = await listBranches(repository);\nconst name = freeBranchName(wanted, branches);`}
      </pre>
    </div>
  );
}

function Stepper(props: {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onChange: (value: number) => void;
}) {
  const { label, value, min, max, onChange } = props;
  return (
    <div className={styles.stepper} role="group" aria-label={label}>
      <IconButton
        label={`Smaller ${label}`}
        icon={<Minus size={14} aria-hidden="true" />}
        disabled={value <= min}
        onClick={() => onChange(value - 1)}
      />
      <output className={styles.stepperValue}>{value} px</output>
      <IconButton
        label={`Larger ${label}`}
        icon={<Plus size={14} aria-hidden="true" />}
        disabled={value >= max}
        onClick={() => onChange(value + 1)}
      />
    </div>
  );
}

import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { CommandPlace, DesktopState, SchemeOwner } from '../../../src-shared/model/desktop.ts';
import type { Result } from '../../../src-shared/result.ts';
import { useAppInfo } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { changeSettings, useSetting } from '../../state/settings-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { commandWords, schemeWords } from './desktop-words.ts';
import { SettingRow } from './setting-row.tsx';
import styles from './settings.module.css';

/** How Skein and the system meet: the `codex` command, links, starting with the session. */
export function DesktopPage() {
  const [state, setState] = useState<DesktopState | null>(null);
  useEffect(() => {
    // Other programs may have changed it while the user was there.
    const look = () => void getClient().desktop.look({});
    window.addEventListener('focus', look);
    const stop = getClient().desktop.watch({}, { event: setState, error: showError });
    return () => {
      window.removeEventListener('focus', look);
      stop();
    };
  }, []);
  const inApp = useAppInfo()?.shell === 'electron';
  if (state === null) return <p className={styles.description}>Asking the system …</p>;
  const { command, codexLinks, startAtLogin } = state;
  return (
    <div className={styles.group}>
      <SettingRow title="The codex command" description={commandWords(command)}>
        <div className={styles.actions}>
          {command.installed && <Act label="Remove" act={() => getClient().desktop.removeCommand({})} />}
          {command.place && (!command.installed || command.outdated) && (
            <Act
              label={command.installed ? 'Bring up to date' : 'Install'}
              act={() => install(command.place as CommandPlace)}
            />
          )}
        </div>
      </SettingRow>
      {codexLinks && (
        <SettingRow title="codex:// links" description={schemeWords(codexLinks)}>
          <Act
            label={codexLinks.kind === 'ours' ? 'Stop opening them' : 'Open them in Skein'}
            act={() => takeLinks(codexLinks)}
          />
        </SettingRow>
      )}
      {inApp && <NoticeSettings />}
      {startAtLogin !== null && (
        <div className={styles.row}>
          <Switch
            label="Start with the session"
            description="Skein opens when you log in to this machine."
            checked={startAtLogin}
            onChange={(on) => void getClient().desktop.setStartAtLogin({ on }).then(explain)}
          />
        </div>
      )}
    </div>
  );
}

function NoticeSettings() {
  const platform = useAppInfo()?.platform;
  const desktop = useSetting((settings) => settings.desktop);
  return (
    <>
      <SettingRow
        title="Notifications"
        description="When a turn has finished or failed, and when a thread needs you. They can be answered where they appear."
      >
        <Select
          label="Notifications"
          tone="default"
          value={desktop.notifications}
          options={NOTICE_OPTIONS}
          onChange={(value) => {
            const notifications = NOTICE_OPTIONS.find((option) => option.value === value)?.value;
            if (notifications) void changeSettings({ desktop: { ...desktop, notifications } });
          }}
        />
      </SettingRow>
      <div className={styles.row}>
        <Switch
          label="Keep the machine awake while a turn runs"
          description="The screen may still turn off."
          checked={desktop.keepAwake}
          onChange={(keepAwake) => void changeSettings({ desktop: { ...desktop, keepAwake } })}
        />
      </div>
      <div className={styles.row}>
        <Switch
          label={platform === 'darwin' ? 'Show Skein in the menu bar' : 'Show Skein in the system tray'}
          description="With how many threads run or need you. Skein then stays when its last window is closed; its icon quits it."
          checked={desktop.tray}
          onChange={(tray) => void changeSettings({ desktop: { ...desktop, tray } })}
        />
      </div>
      {platform !== 'darwin' && (
        <div className={styles.row}>
          <Switch
            label="Check spelling"
            description="In windows that are opened from now on. Dictionaries of your languages are fetched from Google once."
            checked={desktop.spelling}
            onChange={(spelling) => void changeSettings({ desktop: { ...desktop, spelling } })}
          />
        </div>
      )}
    </>
  );
}
const NOTICE_OPTIONS = [
  { value: 'never', label: 'Never' },
  { value: 'background', label: 'In the background' },
  { value: 'always', label: 'Always' },
] as const;

/** `null`: the user decided against it. */
type Acted = Promise<Result<null, AppError> | null>;

function Act({ label, act }: { readonly label: string; readonly act: () => Acted }) {
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    explain(await act());
    setBusy(false);
  };
  return (
    <Button busy={busy} onClick={() => void run()}>
      {label}
    </Button>
  );
}

const explain = (result: Result<null, AppError> | null) => {
  if (result !== null && !result.ok) showError(result.error);
};

async function install(place: CommandPlace): Acted {
  const other = place.replaces ?? place.hides;
  if (other !== null) {
    const confirmed = await confirm({
      title: 'Use Skein’s codex instead of another one?',
      text:
        place.replaces === null
          ? `${other} stays where it is, but shells will find Skein’s command first.`
          : `${other} is put aside in its folder, and comes back when Skein’s command is removed.`,
      confirmLabel: 'Use Skein’s',
    });
    if (!confirmed) return null;
  }
  const result = await getClient().desktop.installCommand({ takeOver: other !== null });
  if (result.ok) showToast({ title: 'The codex command is installed', text: place.file });
  return result;
}

async function takeLinks(owner: SchemeOwner): Acted {
  if (owner.kind === 'other') {
    const confirmed = await confirm({
      title: `Open codex:// links in Skein instead of ${owner.name}?`,
      text: 'You can give them back at any time.',
      confirmLabel: 'Open them in Skein',
    });
    if (!confirmed) return null;
  }
  return getClient().desktop.takeCodexLinks({ take: owner.kind !== 'ours' });
}

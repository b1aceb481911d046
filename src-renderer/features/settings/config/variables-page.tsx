import { useState } from 'react';
import X from 'lucide-react/icons/x';
import type { ConfigState } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import settings from '../settings.module.css';
import styles from './config.module.css';
import { ConfigPage } from './config-place.tsx';
import { KEY_GROUPS } from './key-groups.ts';
import { KeyGroups } from './key-list.tsx';

/** Settings, *Environment variables*: what the commands of agents find in their environment. */
export function VariablesPage() {
  return (
    <ConfigPage byFolder intro="What the commands of agents find in their environment. It holds for new threads.">
      {(place, config) => (
        <KeyGroups serverId={place.serverId} config={config} groups={KEY_GROUPS.variables}>
          <Variables serverId={place.serverId} config={config} />
        </KeyGroups>
      )}
    </ConfigPage>
  );
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function Variables({ serverId, config }: { readonly serverId: ServerId; readonly config: ConfigState }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = NAME.test(name.trim()) ? undefined : 'Letters, digits and _, and no digit first.';
  const set = async (variable: string, next: string | null): Promise<boolean> => {
    const result = await getClient().config.setVariable({ serverId, name: variable, value: next });
    if (!result.ok) showError(result.error);
    return result.ok;
  };
  const add = async () => {
    setTried(true);
    if (wrong !== undefined || !(await set(name.trim(), value))) return;
    showToast({ title: `${name.trim()} is set`, tone: 'good' });
    setName('');
    setValue('');
    setTried(false);
  };
  return (
    <section className={styles.section} aria-label="Variables of your own">
      <h3 className={styles.heading}>Variables of your own</h3>
      <p className={styles.intro}>
        Every command gets them. They stand in config.toml as they are, and agents can read them; Skein shows their
        names alone. A name that is there already gets the new value.
      </p>
      <div className={settings.group}>
        {config.variables.length > 0 && (
          <ul className={styles.form} aria-label="Variables">
            {config.variables.map((variable) => (
              <li key={variable} className={styles.entry}>
                <span className={styles.entryText}>{variable}</span>
                <span className={styles.text}>••••••</span>
                <IconButton
                  size="s"
                  label={`Remove ${variable}`}
                  icon={<X size={13} aria-hidden="true" />}
                  disabled={config.readOnly}
                  onClick={() => void set(variable, null)}
                />
              </li>
            ))}
          </ul>
        )}
        <form
          className={styles.form}
          aria-label="Set a variable"
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <TextField
            label="Name"
            code
            value={name}
            placeholder="NODE_ENV"
            error={tried ? wrong : undefined}
            onChange={(event) => setName(event.target.value)}
          />
          <TextField
            label="Value"
            code
            type="password"
            autoComplete="new-password"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
          <div>
            <Button type="submit" disabled={config.readOnly || name.trim() === ''}>
              Set
            </Button>
          </div>
        </form>
      </div>
    </section>
  );
}

/** Settings, *Notifications*: what Codex itself tells, and whom. */
export function NotificationsPage() {
  return (
    <ConfigPage
      byFolder={false}
      intro="What Codex itself tells when a turn ends or an answer is needed. What Skein tells is set under Desktop."
    >
      {(place, config) => <KeyGroups serverId={place.serverId} config={config} groups={KEY_GROUPS.notifications} />}
    </ConfigPage>
  );
}

import { useState } from 'react';
import type { ConfigState, PermissionProfile } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './config.module.css';
import { ListEditor } from './list-editor.tsx';
import { profileName } from './profile-words.ts';

const BASES = [':read-only', ':workspace'];
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
/** Where a system has to list the files before it can hide them, and nothing else is said. */
const USUAL_DEPTH = 3;

/** Makes a permission profile, or changes one. */
export function ProfileForm(props: {
  readonly serverId: ServerId;
  readonly config: ConfigState;
  readonly profile: PermissionProfile;
  readonly onDone: () => void;
}) {
  const { serverId, config, profile, onDone } = props;
  const isNew = profile.id === '';
  const [form, setForm] = useState(profile);
  const [depth, setDepth] = useState(profile.globDepth === null ? '' : String(profile.globDepth));
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const change = (part: Partial<PermissionProfile>) => setForm((before) => ({ ...before, ...part }));
  const wrongName = NAME.test(form.id) ? undefined : 'Letters, digits, - and _; not empty.';
  const number = depth.trim() === '' ? null : Number(depth);
  const wrongDepth =
    number !== null && (!Number.isInteger(number) || number < 1 || number > 100) ? 'From 1 to 100.' : undefined;
  const others = config.profiles.map(({ id }) => id).filter((id) => id !== profile.id);
  const bases = [...new Set([...BASES, ...others, ...(profile.base === null ? [] : [profile.base])])];
  const save = async () => {
    setTried(true);
    if ((isNew && wrongName !== undefined) || wrongDepth !== undefined) return;
    setBusy(true);
    const needsDepth = form.denyRead.some((glob) => glob.includes('**'));
    const answer = await getClient().config.saveProfile({
      serverId,
      id: form.id,
      isNew,
      description: form.description.trim(),
      base: form.base ?? ':workspace',
      denyRead: [...form.denyRead],
      globDepth: number ?? (needsDepth ? USUAL_DEPTH : null),
      network: form.network,
    });
    setBusy(false);
    if (!answer.ok) {
      showError(answer.error);
      return;
    }
    showToast({ title: `${form.id} saved`, text: 'The composer offers it under Permissions.', tone: 'good' });
    onDone();
  };
  return (
    <div className={styles.form} role="form" aria-label={isNew ? 'New profile' : `Profile ${profile.id}`}>
      {isNew && (
        <TextField
          label="Name"
          value={form.id}
          autoFocus
          placeholder="careful"
          error={tried ? wrongName : undefined}
          onChange={(event) => change({ id: event.target.value.trim() })}
        />
      )}
      <TextField
        label="Description"
        value={form.description}
        onChange={(event) => change({ description: event.target.value })}
      />
      <div className={styles.tools}>
        <span className={styles.words}>Builds on</span>
        <Select
          label="Builds on"
          tone="default"
          value={form.base}
          options={bases.map((id) => ({ value: id, label: profileName(id) }))}
          onChange={(base) => change({ base })}
        />
      </div>
      <div className={styles.tools}>
        <span className={styles.words}>Network</span>
        <Select
          label="Network of the profile"
          tone="default"
          value={form.network === null ? 'base' : form.network ? 'on' : 'off'}
          options={[
            { value: 'base', label: 'As in what it builds on' },
            { value: 'on', label: 'Allowed' },
            { value: 'off', label: 'Not allowed' },
          ]}
          onChange={(value) => change({ network: value === 'base' ? null : value === 'on' })}
        />
      </div>
      <div className={styles.section}>
        <p className={styles.heading}>Never read</p>
        <p className={styles.text}>
          Patterns of files in the project that no command can read, such as <code>**/*.env</code>.
        </p>
        <ListEditor
          label="Never read"
          entries={form.denyRead}
          placeholder="**/*.env"
          problem={(text) =>
            /[*?[]/.test(text) ? undefined : 'A pattern with * or ?, such as **/secret.txt or *.pem.'
          }
          onChange={(denyRead) => {
            change({ denyRead });
            return Promise.resolve(true);
          }}
        />
        {form.denyRead.length > 0 && (
          <TextField
            label="How deep to look"
            inputMode="numeric"
            value={depth}
            placeholder={String(USUAL_DEPTH)}
            hint="Folders below the project, where the system has to list the files first (Linux). Deeper ones stay readable."
            error={wrongDepth}
            onChange={(event) => setDepth(event.target.value)}
          />
        )}
      </div>
      <div className={styles.tools}>
        <span className={styles.grow} />
        <Button onClick={onDone}>Cancel</Button>
        <Button tone="primary" busy={busy} onClick={() => void save()}>
          Save
        </Button>
      </div>
    </div>
  );
}

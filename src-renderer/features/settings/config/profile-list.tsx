import { useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import type { ConfigState, PermissionProfile } from '../../../../src-shared/model/config.ts';
import type { ServerId } from '../../../../src-shared/model/ids.ts';
import { getClient } from '../../../state/client.ts';
import { showError, showToast } from '../../../state/toast-store.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { confirm } from '../../../ui/overlay-requests.ts';
import styles from './config.module.css';
import { ProfileForm } from './profile-form.tsx';
import { profileName } from './profile-words.ts';

const NEW: PermissionProfile = {
  id: '',
  description: '',
  base: ':workspace',
  denyRead: [],
  globDepth: null,
  network: null,
  others: [],
  own: true,
  allowed: true,
};

/** The named permission profiles of the configuration: made, changed and taken out here. */
export function ProfileList({ serverId, config }: { readonly serverId: ServerId; readonly config: ConfigState }) {
  const [open, setOpen] = useState<string | null>(null);
  const close = () => setOpen(null);
  const remove = async (profile: PermissionProfile) => {
    const yes = await confirm({
      title: `Delete the profile ${profile.id}?`,
      text: 'It is taken out of config.toml. Threads that run with it keep it until they are opened again.',
      confirmLabel: 'Delete',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().config.removeProfile({ serverId, id: profile.id });
    if (answer.ok) showToast({ title: `${profile.id} deleted` });
    else showError(answer.error);
  };
  return (
    <section className={styles.section} aria-label="Profiles">
      <div className={styles.tools}>
        <h3 className={styles.heading}>Profiles</h3>
        <span className={styles.grow} />
        <Button
          size="s"
          icon={<Plus size={13} aria-hidden="true" />}
          disabled={config.readOnly}
          onClick={() => setOpen('')}
        >
          New profile
        </Button>
      </div>
      {config.profiles.length === 0 && open === null && (
        <p className={styles.intro}>None of your own yet. One can keep agents from reading secrets, for example.</p>
      )}
      <div className={config.profiles.length > 0 || open !== null ? styles.list : undefined}>
        {open === '' && <ProfileForm serverId={serverId} config={config} profile={NEW} onDone={close} />}
        {config.profiles.map((profile) =>
          open === profile.id ? (
            <ProfileForm key={profile.id} serverId={serverId} config={config} profile={profile} onDone={close} />
          ) : (
            <div key={profile.id} className={styles.item} role="group" aria-label={`Profile ${profile.id}`}>
              <div className={styles.words}>
                <p className={styles.name}>
                  {profile.id}
                  {!profile.allowed && <Badge tone="needs">Forbidden by your administrator</Badge>}
                </p>
                <p className={styles.text}>{summary(profile)}</p>
                {profile.denyRead.length > 0 && <p className={styles.code}>{profile.denyRead.join('  ')}</p>}
              </div>
              {profile.own ? (
                <>
                  <Button size="s" disabled={config.readOnly} onClick={() => setOpen(profile.id)}>
                    Edit
                  </Button>
                  <Button size="s" disabled={config.readOnly} onClick={() => void remove(profile)}>
                    Delete…
                  </Button>
                </>
              ) : (
                <span className={styles.text}>Not in your config.toml</span>
              )}
            </div>
          ),
        )}
      </div>
    </section>
  );
}

function summary({ description, base, denyRead, network, others }: PermissionProfile): string {
  return [
    description,
    base === null ? '' : `Builds on ${profileName(base)}`,
    denyRead.length > 0 ? 'Never reads:' : '',
    network === null ? '' : network ? 'Network' : 'No network',
    others.length > 0 ? `${others.length} more ${others.length === 1 ? 'rule' : 'rules'} in config.toml` : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

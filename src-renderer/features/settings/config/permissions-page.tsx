import type { ConfigState } from '../../../../src-shared/model/config.ts';
import type { ConfigPlace } from '../../../state/config-store.ts';
import { useServer } from '../../../state/server-store.ts';
import styles from './config.module.css';
import { ConfigPage } from './config-place.tsx';
import { KEY_GROUPS } from './key-groups.ts';
import { KeyGroups } from './key-list.tsx';
import { profileName } from './profile-words.ts';
import { ProfileList } from './profile-list.tsx';
import { RuleList } from './rule-list.tsx';

/** Settings, *Permissions*: named profiles, and the rules that were granted. */
export function PermissionsPage() {
  return (
    <ConfigPage
      byFolder
      intro="A profile says in detail what the commands of a thread may read, write and reach; the composer offers each by its name. Rules say which commands need no question any more."
    >
      {(place, config) => <Permissions place={place} config={config} />}
    </ConfigPage>
  );
}

const BUILT_IN = [':read-only', ':workspace', ':danger-full-access'];

function Permissions({ place, config }: { readonly place: ConfigPlace; readonly config: ConfigState }) {
  const hasProfiles = useServer(place.serverId)?.capabilities?.permissionProfiles !== false;
  if (!hasProfiles)
    return (
      <>
        <p className={styles.intro}>Named profiles need a newer Codex than the one that runs here.</p>
        <RuleList place={place} />
      </>
    );
  const names = [...BUILT_IN, ...config.profiles.filter(({ allowed }) => allowed).map(({ id }) => id)];
  return (
    <>
      <KeyGroups
        serverId={place.serverId}
        config={config}
        groups={KEY_GROUPS.permissions}
        options={{
          default_permissions: names.map((id) => ({
            value: id,
            label: profileName(id),
            ...(id === ':danger-full-access' && { danger: true }),
          })),
        }}
      />
      <ProfileList serverId={place.serverId} config={config} />
      <RuleList place={place} />
    </>
  );
}

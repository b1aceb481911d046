import type { SshChoice, WslDistribution } from '../../../src-shared/model/host.ts';
import { useAppInfo } from '../../state/app-info-store.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { HostFields } from './host-fields.ts';
import styles from './lists.module.css';

interface FieldsProps {
  readonly fields: HostFields;
  readonly set: (change: Partial<HostFields>) => void;
}

/** Where an SSH host is: chosen from the configuration, or typed. */
export function SshFields({ fields, set, choices }: FieldsProps & { readonly choices: readonly SshChoice[] }) {
  const isWindows = useAppInfo()?.platform === 'win32';
  return (
    <>
      {choices.length > 0 && (
        <div className={styles.tools}>
          <span className={styles.heading}>From your SSH configuration</span>
          <Select
            label="SSH host"
            searchable={choices.length > 8}
            value={choices.some(({ alias }) => alias === fields.destination) ? fields.destination : null}
            placeholder="Choose…"
            options={choices.map(({ alias, hostName, user }) => ({
              value: alias,
              label: alias,
              ...(hostName !== null && { description: user === null ? hostName : `${user}@${hostName}` }),
            }))}
            onChange={(alias) => set({ destination: alias, ...(fields.label === '' && { label: alias }) })}
          />
        </div>
      )}
      <TextField
        label="SSH destination"
        code
        value={fields.destination}
        placeholder="mira@build.example.com"
        hint={
          isWindows
            ? 'Keys come from the SSH agent: passwords and passphrases are not asked for on Windows.'
            : 'Keys come from your SSH agent; a passphrase, a password or a code is asked for here when ssh wants one.'
        }
        onChange={(event) => set({ destination: event.target.value.trim() })}
      />
    </>
  );
}

export function WslFields({ fields, set, choices }: FieldsProps & { readonly choices: readonly WslDistribution[] }) {
  return (
    <div className={styles.tools}>
      <span className={styles.heading}>Distribution</span>
      <Select
        label="Distribution"
        value={fields.distribution === '' ? null : fields.distribution}
        placeholder="Choose…"
        emptyText="No distribution is installed"
        options={choices.map(({ name, version, isDefault }) => ({
          value: name,
          label: name,
          description: version === 1 ? 'WSL 1: convert it to WSL 2 first' : isDefault ? 'The default' : 'WSL 2',
          disabled: version === 1,
        }))}
        onChange={(name) => set({ distribution: name, ...(fields.label === '' && { label: name }) })}
      />
    </div>
  );
}

const TOKENS = [
  { value: 'none', label: 'No token', description: 'For an app-server on this machine' },
  {
    value: 'typed',
    label: 'Entered here',
    description: 'Kept encrypted where the system can, else until Skein ends',
  },
  { value: 'environment', label: 'Environment variable', description: 'Read each time Skein connects' },
];

export function WebSocketFields({ fields, set, knowsToken }: FieldsProps & { readonly knowsToken: boolean }) {
  return (
    <>
      <TextField
        label="Address"
        code
        value={fields.url}
        placeholder="wss://build.example.com:4500"
        hint="Of a running codex app-server --listen ws://… Off this machine it needs wss:// and a token."
        onChange={(event) => set({ url: event.target.value })}
      />
      <div className={styles.tools}>
        <span className={styles.heading}>Token</span>
        <Select
          label="Token"
          value={fields.tokenKind}
          options={TOKENS}
          onChange={(kind) => set({ tokenKind: kind as HostFields['tokenKind'] })}
        />
      </div>
      {fields.tokenKind === 'typed' && (
        <TextField
          label="Bearer token"
          type="password"
          code
          autoComplete="off"
          value={fields.token}
          placeholder={knowsToken ? 'Unchanged' : ''}
          onChange={(event) => set({ token: event.target.value.trim() })}
        />
      )}
      {fields.tokenKind === 'environment' && (
        <TextField
          label="Name of the variable"
          code
          value={fields.variable}
          placeholder="CODEX_HOST_TOKEN"
          onChange={(event) => set({ variable: event.target.value.trim() })}
        />
      )}
    </>
  );
}

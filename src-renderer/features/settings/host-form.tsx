import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Host, HostChoices, HostTrial } from '../../../src-shared/model/host.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { fieldsOf, placeOf, type HostFields } from './host-fields.ts';
import { trustKey } from './host-key.ts';
import { InstallCodex } from './install-codex.tsx';
import { SshFields, WebSocketFields, WslFields } from './host-place-fields.tsx';
import styles from './lists.module.css';

type Trial = { readonly kind: 'none' | 'busy' } | { readonly kind: 'found'; readonly trial: HostTrial };

/** Adds a host, or changes one. A token that is known already is not shown; left empty, it stays. */
export function HostForm({ host, onClose }: { readonly host: Host | null; readonly onClose: () => void }) {
  const [fields, setFields] = useState<HostFields>(() => fieldsOf(host));
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const choices = useChoices();
  const knowsToken = host?.place.kind === 'websocket' && host.place.token.kind === 'typed';
  const place = placeOf(fields, knowsToken);
  const set = (change: Partial<HostFields>) => {
    setFields((before) => ({ ...before, ...change }));
    setTrial({ kind: 'none' });
    setError(null);
  };
  const test = async () => {
    if (!place) return;
    setError(null);
    setTrial({ kind: 'busy' });
    const answer = await getClient().hosts.test({ hostId: host?.id ?? null, place });
    setTrial(answer.ok ? { kind: 'found', trial: answer.value } : { kind: 'none' });
    if (!answer.ok) setError(answer.error);
  };
  const trust = async (key: Extract<AppError, { code: 'host.key-unknown' }>) => {
    const problem = await trustKey(key);
    if (problem) setError(problem);
    else await test();
  };
  const save = async () => {
    if (!place || fields.label.trim() === '') return;
    setSaving(true);
    const { hosts } = getClient();
    const input = { label: fields.label, place };
    const answer = await (host ? hosts.edit({ hostId: host.id, ...input }) : hosts.add(input));
    setSaving(false);
    if (answer.ok) onClose();
    else setError(answer.error);
  };
  const words = error && errorWords().appError(error);
  return (
    <form
      className={styles.form}
      aria-label={host ? `Edit ${host.label}` : 'New host'}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField
        label="Name"
        autoFocus
        value={fields.label}
        placeholder="Build machine"
        onChange={(event) => set({ label: event.target.value })}
      />
      <div className={styles.tools}>
        <span className={styles.heading}>Reached by</span>
        <Select
          label="Reached by"
          value={fields.kind}
          options={[
            { value: 'ssh', label: 'SSH', description: 'Starts Codex there, with the keys of your SSH agent' },
            { value: 'websocket', label: 'WebSocket', description: 'A codex app-server that runs already' },
            {
              value: 'wsl',
              label: 'WSL',
              description: choices?.wsl === null ? 'Only on Windows' : 'A distribution of Linux on this Windows',
              disabled: choices?.wsl === null,
            },
          ]}
          onChange={(kind) => set({ kind: kind as HostFields['kind'] })}
        />
      </div>
      {fields.kind === 'ssh' && <SshFields fields={fields} set={set} choices={choices?.ssh ?? []} />}
      {fields.kind === 'wsl' && <WslFields fields={fields} set={set} choices={choices?.wsl ?? []} />}
      {fields.kind === 'websocket' && <WebSocketFields fields={fields} set={set} knowsToken={knowsToken} />}
      {words && (
        <ErrorBox
          tone={error.code === 'host.key-unknown' ? 'needs' : 'bad'}
          title={words.title}
          text={words.text}
          actions={
            error.code === 'host.key-unknown' ? [{ label: 'Trust this key', onSelect: () => void trust(error) }] : []
          }
          announce
        />
      )}
      {error?.code === 'host.no-codex' && place && <InstallCodex place={place} onDone={() => void test()} />}
      {trial.kind === 'found' && (
        <p role="status" className={styles.good}>
          Codex {trial.trial.version} answers, with its home in {trial.trial.codexHome}.
        </p>
      )}
      <div className={styles.tools}>
        <Button type="submit" tone="primary" busy={saving} disabled={!place || fields.label.trim() === ''}>
          {host ? 'Save' : 'Add'}
        </Button>
        <Button busy={trial.kind === 'busy'} disabled={!place} onClick={() => void test()}>
          Test
        </Button>
        <span className={styles.grow} />
        <Button tone="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Null until they are known. */
function useChoices(): HostChoices | null {
  const [choices, setChoices] = useState<HostChoices | null>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .hosts.choices({})
      .then((answer) => {
        if (!gone && answer.ok) setChoices(answer.value);
      });
    return () => {
      gone = true;
    };
  }, []);
  return choices;
}

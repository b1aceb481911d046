import { useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HostPlaceInput } from '../../../src-shared/contract/hosts.ts';
import type { Host, HostTrial } from '../../../src-shared/model/host.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './lists.module.css';

type TokenKind = Host['place']['token']['kind'];
const TOKENS: readonly { readonly value: TokenKind; readonly label: string; readonly description: string }[] = [
  { value: 'none', label: 'No token', description: 'For an app-server on this machine' },
  {
    value: 'typed',
    label: 'A token entered here',
    description: 'Kept encrypted where the system can, else until Skein ends',
  },
  { value: 'environment', label: 'An environment variable', description: 'Read each time Skein connects' },
];

interface Fields {
  readonly label: string;
  readonly url: string;
  readonly kind: TokenKind;
  readonly token: string;
  readonly variable: string;
}
type Trial = { readonly kind: 'none' | 'busy' } | { readonly kind: 'found'; readonly trial: HostTrial };

/** Adds a host, or changes one. A token that is known already is not shown; left empty, it stays. */
export function HostForm({ host, onClose }: { readonly host: Host | null; readonly onClose: () => void }) {
  const [fields, setFields] = useState<Fields>(() => fieldsOf(host));
  const [trial, setTrial] = useState<Trial>({ kind: 'none' });
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const hasToken = host?.place.token.kind === 'typed';
  const set = (change: Partial<Fields>) => {
    setFields((before) => ({ ...before, ...change }));
    setTrial({ kind: 'none' });
    setError(null);
  };
  const missing =
    fields.url.trim() === '' ||
    (fields.kind === 'typed' && fields.token === '' && !hasToken) ||
    (fields.kind === 'environment' && !/^[A-Za-z_]\w*$/.test(fields.variable));
  const test = async () => {
    setError(null);
    setTrial({ kind: 'busy' });
    const answer = await getClient().hosts.test({ hostId: host?.id ?? null, place: placeOf(fields) });
    setTrial(answer.ok ? { kind: 'found', trial: answer.value } : { kind: 'none' });
    if (!answer.ok) setError(answer.error);
  };
  const save = async () => {
    if (missing || fields.label.trim() === '') return;
    setSaving(true);
    const input = { label: fields.label, place: placeOf(fields) };
    const { hosts } = getClient();
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
      <TextField
        label="Address"
        code
        value={fields.url}
        placeholder="wss://build.example.com:4500"
        hint={
          <>
            Of a running <code>codex app-server --listen ws://…</code>. Off this machine it needs <code>wss://</code>{' '}
            and a token.
          </>
        }
        onChange={(event) => set({ url: event.target.value })}
      />
      <div className={styles.tools}>
        <span className={styles.heading}>Token</span>
        <Select
          label="Token"
          value={fields.kind}
          options={TOKENS}
          onChange={(kind) => set({ kind: kind as TokenKind })}
        />
      </div>
      {fields.kind === 'typed' && (
        <TextField
          label="Bearer token"
          type="password"
          code
          autoComplete="off"
          value={fields.token}
          placeholder={hasToken ? 'Unchanged' : ''}
          onChange={(event) => set({ token: event.target.value.trim() })}
        />
      )}
      {fields.kind === 'environment' && (
        <TextField
          label="Name of the variable"
          code
          value={fields.variable}
          placeholder="CODEX_HOST_TOKEN"
          onChange={(event) => set({ variable: event.target.value.trim() })}
        />
      )}
      {words && <ErrorBox title={words.title} text={words.text} />}
      {trial.kind === 'found' && (
        <p role="status" className={styles.good}>
          Codex {trial.trial.version} answers, with its home in {trial.trial.codexHome}.
        </p>
      )}
      <div className={styles.tools}>
        <Button type="submit" tone="primary" busy={saving} disabled={missing || fields.label.trim() === ''}>
          {host ? 'Save' : 'Add'}
        </Button>
        <Button busy={trial.kind === 'busy'} disabled={missing} onClick={() => void test()}>
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

function fieldsOf(host: Host | null): Fields {
  const token = host?.place.token;
  return {
    label: host?.label ?? '',
    url: host?.place.url ?? '',
    kind: token?.kind ?? 'typed',
    token: '',
    variable: token?.kind === 'environment' ? token.name : '',
  };
}

function placeOf({ url, kind, token, variable }: Fields): HostPlaceInput {
  switch (kind) {
    case 'none':
      return { kind: 'websocket', url, token: { kind } };
    case 'environment':
      return { kind: 'websocket', url, token: { kind, name: variable } };
    case 'typed':
      return { kind: 'websocket', url, token: { kind, token: token === '' ? null : token } };
  }
}

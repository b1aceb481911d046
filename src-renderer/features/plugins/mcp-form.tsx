import { useState, type ReactNode } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { McpServer } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { tellOfCopy } from '../../state/tell-of-copy.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { changeOf, draftOf, problemsOf, type McpDraft, type McpField } from './mcp-draft.ts';
import { usePlace } from './place.ts';
import { Failed } from './states.tsx';
import forms from './forms.module.css';
import styles from './detail.module.css';

const KINDS = [
  { value: 'stdio', label: 'A program on this machine' },
  { value: 'http', label: 'A web address' },
];

/** A field of text: `lines` is one entry a line, in a box. */
interface FieldWords {
  readonly name: McpField;
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly lines?: true;
}
/** What stands beside each other, in the order of the form. */
type Rows = readonly (readonly FieldWords[])[];

const TRANSPORT: Readonly<Record<McpDraft['kind'], Rows>> = {
  stdio: [
    [
      { name: 'command', label: 'Command' },
      { name: 'args', label: 'Arguments', hint: 'Separated by spaces; quotes keep words together' },
    ],
    [{ name: 'cwd', label: 'Working folder', hint: 'Empty: the thread’s folder' }],
    [
      {
        ...{ name: 'env', label: 'Variables', lines: true },
        hint: 'NAME=value, one a line. A name alone keeps its stored value, which is not shown.',
      },
      {
        ...{ name: 'envVars', label: 'Handed-on variables', lines: true },
        hint: 'Names of variables of Codex’s own environment, one a line; NAME=remote takes it from the place where the thread runs.',
      },
    ],
  ],
  http: [
    [{ name: 'url', label: 'Address', placeholder: 'https://example.com/mcp' }],
    [
      {
        ...{ name: 'tokenVar', label: 'Variable with the bearer token' },
        hint: 'Its name, not the token. Empty: none, or a sign-in.',
      },
    ],
    [
      {
        ...{ name: 'headers', label: 'Headers', lines: true },
        hint: 'Name=value, one a line. A name alone keeps its stored value, which is not shown.',
      },
      {
        ...{ name: 'envHeaders', label: 'Headers from variables', lines: true },
        hint: 'Name=VARIABLE, one a line: the value is read from Codex’s environment.',
      },
    ],
  ],
};
const COMMON: Rows = [
  [
    { name: 'startupTimeout', label: 'Seconds to start', hint: 'Empty: Codex’s own' },
    { name: 'toolTimeout', label: 'Seconds for a tool', hint: 'Empty: Codex’s own' },
  ],
  [
    { name: 'enabledTools', label: 'Only these tools', lines: true, hint: 'One name a line. Empty: all of them.' },
    { name: 'disabledTools', label: 'Never these tools', lines: true, hint: 'One name a line.' },
  ],
];
const NUMBERS: ReadonlySet<McpField> = new Set(['startupTimeout', 'toolTimeout']);
/** An empty one is not called wrong before it was written in. */
const QUIET_WHEN_EMPTY: ReadonlySet<McpField> = new Set(['name', 'command', 'url']);

/** Adds a server (`server` null) or changes one. Values of variables are never shown: what is left alone stays. */
export function McpForm({ server, onDone }: { readonly server: McpServer | null; readonly onDone: () => void }) {
  const { serverId } = usePlace();
  // What it is bound to is what was shown when the change began, whatever comes meanwhile.
  const [seen] = useState(server?.stamp ?? null);
  const [draft, setDraft] = useState(() => draftOf(server));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const change = (part: Partial<McpDraft>) => setDraft((before) => ({ ...before, ...part }));
  const wrong = problemsOf(draft);
  const save = async (expected: string | null) => {
    setBusy(true);
    setError(null);
    const made = changeOf(draft);
    const answer = await getClient().mcp.save({ serverId, ...made, isNew: server === null, seen: expected });
    setBusy(false);
    if (answer.ok) {
      showToast({ tone: 'good', title: `${made.name} is saved`, text: 'Threads that are open take it up.' });
      tellOfCopy(answer.value.copy);
      onDone();
    } else if (answer.error.code === 'config.changed-elsewhere' && expected !== null) {
      const again = await confirm({
        title: 'Changed elsewhere',
        text: `Another program has changed ${made.name} in config.toml since it was shown here. Keep what it wrote, or overwrite it with yours?`,
        confirmLabel: 'Overwrite this server',
        cancelLabel: 'Reload',
        danger: true,
      });
      if (again) await save(null);
      else onDone();
    } else setError(answer.error);
  };
  const field = (words: FieldWords): ReactNode => {
    const { name } = words;
    const value = draft[name];
    const error = value === '' && QUIET_WHEN_EMPTY.has(name) ? undefined : wrong[name];
    return <Field key={name} {...words} value={value} error={error} onChange={(text) => change({ [name]: text })} />;
  };
  const rows = (of: Rows) =>
    of.map((row) => (
      <div key={row[0]?.name} className={row.length > 1 ? forms.pair : undefined}>
        {row.map(field)}
      </div>
    ));
  return (
    <form
      className={forms.form}
      aria-label={server === null ? 'New MCP server' : `Settings of ${server.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save(seen);
      }}
    >
      <div className={forms.pair}>
        {server === null && field({ name: 'name', label: 'Name' })}
        <div className={styles.label}>
          <span>Reached as</span>
          <div>
            <Select
              label="Reached as"
              value={draft.kind}
              options={KINDS}
              onChange={(kind) => change({ kind: kind === 'http' ? 'http' : 'stdio' })}
            />
          </div>
        </div>
      </div>
      {rows(TRANSPORT[draft.kind])}
      {rows(COMMON)}
      <Switch
        label="Required"
        description="Threads do not start when this server does not."
        checked={draft.required}
        onChange={(required) => change({ required })}
      />
      {error && <Failed error={error} />}
      <div className={forms.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button tone="primary" type="submit" busy={busy} disabled={Object.keys(wrong).length > 0}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Field({
  name,
  label,
  hint,
  placeholder,
  lines,
  value,
  error,
  onChange,
}: FieldWords & {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}) {
  if (lines !== true)
    return (
      <TextField
        label={label}
        code
        autoFocus={name === 'name'}
        inputMode={NUMBERS.has(name) ? 'decimal' : undefined}
        placeholder={placeholder}
        hint={hint}
        error={error}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <label className={styles.label}>
      <span>{label}</span>
      <textarea
        className={styles.area}
        aria-label={label}
        aria-invalid={error === undefined ? undefined : true}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className={error === undefined ? styles.quiet : styles.bad}>{error ?? hint}</span>
    </label>
  );
}

import { useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { McpEnvVar, McpSecret, McpServer, McpTransportChange } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { joinArguments, parseAssignments, splitArguments } from './mcp-words.ts';
import { usePlace } from './place.ts';
import { Failed } from './states.tsx';
import forms from './forms.module.css';
import styles from './detail.module.css';

const KINDS = [
  { value: 'stdio', label: 'A program on this machine' },
  { value: 'http', label: 'A web address' },
];

interface Draft {
  readonly name: string;
  readonly kind: 'stdio' | 'http';
  readonly command: string;
  readonly args: string;
  readonly cwd: string;
  /** `NAME=value` a line; a name alone keeps the stored value. */
  readonly env: string;
  /** `NAME` or `NAME=source` a line. */
  readonly envVars: string;
  readonly url: string;
  readonly tokenVar: string;
  readonly headers: string;
  readonly required: boolean;
  readonly startupTimeout: string;
  readonly toolTimeout: string;
}

/** Adds a server (`server` null) or changes one. Values of variables are never shown: what is left alone stays. */
export function McpForm({ server, onDone }: { readonly server: McpServer | null; readonly onDone: () => void }) {
  const { serverId } = usePlace();
  const [draft, setDraft] = useState(() => draftOf(server));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const wrong = problemsOf(draft);
  const save = async () => {
    setBusy(true);
    setError(null);
    const answer = await getClient().mcp.save({
      serverId,
      name: draft.name.trim(),
      isNew: server === null,
      transport: transportOf(draft),
      required: draft.required,
      startupTimeoutSec: secondsOf(draft.startupTimeout),
      toolTimeoutSec: secondsOf(draft.toolTimeout),
    });
    setBusy(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    showToast({ tone: 'good', title: `${draft.name.trim()} is saved`, text: 'Threads that are open take it up.' });
    onDone();
  };
  return (
    <form
      className={forms.form}
      aria-label={server === null ? 'New MCP server' : `Settings of ${server.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className={forms.pair}>
        {server === null && (
          <TextField
            label="Name"
            autoFocus
            code
            value={draft.name}
            error={draft.name === '' ? undefined : wrong.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
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
      {draft.kind === 'stdio' ? (
        <>
          <div className={forms.pair}>
            <TextField
              label="Command"
              code
              value={draft.command}
              onChange={(event) => change({ command: event.target.value })}
            />
            <TextField
              label="Arguments"
              code
              hint="Separated by spaces; quotes keep words together"
              value={draft.args}
              onChange={(event) => change({ args: event.target.value })}
            />
          </div>
          <TextField
            label="Working folder"
            code
            hint="Empty: the thread’s folder"
            value={draft.cwd}
            onChange={(event) => change({ cwd: event.target.value })}
          />
          <div className={forms.pair}>
            <Lines
              label="Variables"
              hint="NAME=value, one a line. A name alone keeps its stored value, which is not shown."
              error={wrong.env}
              value={draft.env}
              onChange={(env) => change({ env })}
            />
            <Lines
              label="Handed-on variables"
              hint="Names of variables of Codex’s own environment, one a line; NAME=remote takes it from the place where the thread runs."
              error={wrong.envVars}
              value={draft.envVars}
              onChange={(envVars) => change({ envVars })}
            />
          </div>
        </>
      ) : (
        <>
          <TextField
            label="Address"
            code
            placeholder="https://example.com/mcp"
            error={draft.url === '' ? undefined : wrong.url}
            value={draft.url}
            onChange={(event) => change({ url: event.target.value })}
          />
          <TextField
            label="Variable with the bearer token"
            code
            hint="Its name, not the token. Empty: none, or a sign-in."
            value={draft.tokenVar}
            onChange={(event) => change({ tokenVar: event.target.value })}
          />
          <Lines
            label="Headers"
            hint="Name=value, one a line. A name alone keeps its stored value, which is not shown."
            error={wrong.headers}
            value={draft.headers}
            onChange={(headers) => change({ headers })}
          />
        </>
      )}
      <div className={forms.pair}>
        <TextField
          label="Seconds to start"
          inputMode="decimal"
          hint="Empty: Codex’s own"
          error={wrong.startupTimeout}
          value={draft.startupTimeout}
          onChange={(event) => change({ startupTimeout: event.target.value })}
        />
        <TextField
          label="Seconds for a tool"
          inputMode="decimal"
          hint="Empty: Codex’s own"
          error={wrong.toolTimeout}
          value={draft.toolTimeout}
          onChange={(event) => change({ toolTimeout: event.target.value })}
        />
      </div>
      <Switch
        label="Required"
        description="Threads do not start when this server does not."
        checked={draft.required}
        onChange={(required) => change({ required })}
      />
      {error && <Failed error={error} />}
      <div className={forms.buttons}>
        <Button onClick={onDone}>Cancel</Button>
        <Button tone="primary" type="submit" busy={busy} disabled={Object.values(wrong).some(Boolean)}>
          Save
        </Button>
      </div>
    </form>
  );
}

function Lines(props: {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <label className={styles.label}>
      <span>{props.label}</span>
      <textarea
        className={styles.area}
        aria-label={props.label}
        aria-invalid={props.error === undefined ? undefined : true}
        spellCheck={false}
        autoComplete="off"
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <span className={props.error === undefined ? styles.quiet : styles.bad}>{props.error ?? props.hint}</span>
    </label>
  );
}

function draftOf(server: McpServer | null): Draft {
  const config = server?.config ?? null;
  const transport = config?.transport;
  const stdio = transport?.kind === 'stdio' ? transport : null;
  const http = transport?.kind === 'http' ? transport : null;
  return {
    name: server?.name ?? '',
    kind: transport?.kind ?? 'stdio',
    command: stdio?.command ?? '',
    args: joinArguments(stdio?.args ?? []),
    cwd: stdio?.cwd ?? '',
    env: (stdio?.env ?? []).join('\n'),
    envVars: (stdio?.envVars ?? [])
      .map(({ name, source }) => (source === null ? name : `${name}=${source}`))
      .join('\n'),
    url: http?.url ?? '',
    tokenVar: http?.tokenVar ?? '',
    headers: (http?.headers ?? []).join('\n'),
    required: config?.required ?? false,
    startupTimeout: config?.startupTimeoutSec?.toString() ?? '',
    toolTimeout: config?.toolTimeoutSec?.toString() ?? '',
  };
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/;
const isSource = (value: string | null): value is McpEnvVar['source'] =>
  value === null || value === 'local' || value === 'remote';

type Wrong = Readonly<
  Record<'name' | 'env' | 'envVars' | 'url' | 'headers' | 'startupTimeout' | 'toolTimeout', string | undefined>
> & {
  readonly command: string | undefined;
};

function problemsOf(draft: Draft): Wrong {
  const stdio = draft.kind === 'stdio';
  const envVars = parseAssignments(draft.envVars);
  return {
    name: /^[A-Za-z0-9_-]{1,100}$/.test(draft.name.trim()) ? undefined : 'Letters, digits, - and _ only',
    command: stdio && draft.command.trim() === '' ? 'A command is needed' : undefined,
    env: stdio ? lineProblem(draft.env, VARIABLE) : undefined,
    envVars: !stdio
      ? undefined
      : (lineProblem(draft.envVars, VARIABLE) ??
        (envVars.entries.every(({ value }) => isSource(value)) ? undefined : 'After = stands local or remote')),
    url: stdio || /^https?:\/\/\S+$/.test(draft.url.trim()) ? undefined : 'An address that begins with https://',
    headers: stdio ? undefined : lineProblem(draft.headers, /^[\w!#$%&'*+.^`|~-]+$/),
    startupTimeout: secondsProblem(draft.startupTimeout),
    toolTimeout: secondsProblem(draft.toolTimeout),
  };
}

function lineProblem(text: string, name: RegExp): string | undefined {
  const { entries, badLine } = parseAssignments(text);
  if (badLine !== null) return `Line ${badLine} is not NAME=value`;
  const bad = entries.find((entry) => !name.test(entry.name));
  return bad && `${bad.name} is no name that can be used here`;
}

const secondsProblem = (text: string): string | undefined =>
  text.trim() === '' || Number(text) > 0 ? undefined : 'A number of seconds';
const secondsOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const secretsOf = (text: string): McpSecret[] => [...parseAssignments(text).entries];

function transportOf(draft: Draft) {
  const empty = (text: string) => (text.trim() === '' ? null : text.trim());
  return (
    draft.kind === 'http'
      ? {
          kind: 'http' as const,
          url: draft.url.trim(),
          tokenVar: empty(draft.tokenVar),
          headers: secretsOf(draft.headers),
        }
      : {
          kind: 'stdio' as const,
          command: draft.command.trim(),
          args: [...splitArguments(draft.args)],
          cwd: empty(draft.cwd),
          env: secretsOf(draft.env),
          envVars: parseAssignments(draft.envVars).entries.map(({ name, value }) => ({
            name,
            source: isSource(value) ? value : null,
          })),
        }
  ) satisfies McpTransportChange;
}

import { useEffect, useRef, useState } from 'react';
import ArrowLeft from 'lucide-react/icons/arrow-left';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { McpDetail, McpServer, McpStart } from '../../../src-shared/model/mcp.ts';
import { getClient } from '../../state/client.ts';
import { useMinutes } from '../../state/clock.ts';
import { useSummary } from '../../state/directories.ts';
import { openAddress } from '../../state/open-address.ts';
import { ageWords } from '../../state/time-words.ts';
import { tellOfCopy } from '../../state/tell-of-copy.ts';
import { showError } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Facts, type FactOf } from './facts.tsx';
import { McpForm } from './mcp-form.tsx';
import { McpResources } from './mcp-resources.tsx';
import { McpTools } from './mcp-tools.tsx';
import { failureWords, originWords, statusWords, transportWords } from './mcp-words.ts';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import styles from './detail.module.css';

/** One MCP server: how it does, its settings, its tools and resources. `server` null: there is none of that name. */
export function McpServerPage(props: {
  readonly name: string;
  readonly server: McpServer | null;
  readonly onBack: () => void;
}) {
  const { name, server, onBack } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div>
          <Button tone="ghost" size="s" icon={<ArrowLeft size={14} aria-hidden="true" />} onClick={onBack}>
            All MCP servers
          </Button>
        </div>
        <div className={styles.actions}>
          <h2 ref={heading} tabIndex={-1} className={styles.title}>
            {name}
          </h2>
          {server && <Badge tone={statusWords(server.status).tone}>{statusWords(server.status).words}</Badge>}
        </div>
        {server ? (
          <Body server={server} onGone={onBack} />
        ) : (
          <EmptyState
            compact
            title="That server is not set up"
            text="It was removed, or its plugin is not installed."
          />
        )}
      </div>
    </div>
  );
}

function Body({ server, onGone }: { readonly server: McpServer; readonly onGone: () => void }) {
  const { serverId } = usePlace();
  const { name, status, config, signIn } = server;
  const [editing, setEditing] = useState(false);
  const own = server.origin === 'user' && config !== null;
  const beginSignIn = async () => {
    const answer = await getClient().mcp.signIn({ serverId, name });
    if (answer.ok) await openAddress(answer.value.url);
    else showError(answer.error);
  };
  const remove = async () => {
    const yes = await confirm({
      title: `Remove ${name}?`,
      text: 'Its settings are taken out of config.toml, with the values of its variables.',
      confirmLabel: 'Remove',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().mcp.remove({ serverId, name });
    if (answer.ok) {
      tellOfCopy(answer.value.copy);
      onGone();
    } else showError(answer.error);
  };
  return (
    <>
      <Facts facts={factsOf(server)} />
      <div className={styles.wrap}>
        <Button
          size="s"
          disabled={status.kind === 'off'}
          onClick={() => void getClient().mcp.check({ serverId, name })}
        >
          Check again
        </Button>
        {config?.transport.kind === 'http' && (
          <Button size="s" onClick={() => void beginSignIn()}>
            {status.kind === 'ready' && status.auth === 'signedIn' ? 'Sign in again' : 'Sign in'}
          </Button>
        )}
        {own && !editing && (
          <Button size="s" onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
        {own && (
          <Button size="s" onClick={() => void remove()}>
            Remove…
          </Button>
        )}
      </div>
      {signIn?.kind === 'waiting' && (
        <ErrorBox
          tone="info"
          title="The sign-in waits in your browser"
          text="This page follows by itself."
          actions={[{ label: 'Open it again', onSelect: () => void openAddress(signIn.url) }]}
        />
      )}
      {signIn?.kind === 'failed' && <ErrorBox announce title="The sign-in failed" details={signIn.message} />}
      {status.kind === 'failed' && (
        <ErrorBox
          title="This server does not work"
          text={`${failureWords(status.message)} Check its command or address; one that starts slowly needs more seconds to start.`}
          details={status.message}
        />
      )}
      {editing && <McpForm server={server} onDone={() => setEditing(false)} />}
      {status.kind === 'ready' && <Detail key={`${status.tools} ${status.resources}`} name={name} />}
      <Starts starts={server.starts} />
    </>
  );
}

function factsOf(server: McpServer): readonly FactOf[] {
  const { config, status } = server;
  const { transport = null, enabledTools = null, disabledTools = [] } = config ?? {};
  const stdio = transport?.kind === 'stdio' ? transport : null;
  const http = transport?.kind === 'http' ? transport : null;
  return [
    { name: 'From', value: originWords(server) },
    { name: 'Reached as', value: transport && transportWords(transport) },
    { name: 'Variables', value: hidden(stdio?.env) },
    {
      name: 'Handed on',
      value: listed(stdio?.envVars.map((one) => (one.source ? `${one.name} (${one.source})` : one.name))),
    },
    { name: 'Working folder', value: stdio?.cwd ?? null },
    { name: 'Token from', value: http?.tokenVar ?? null },
    { name: 'Headers', value: hidden(http?.headers) },
    { name: 'From variables', value: listed(http?.envHeaders.map((one) => `${one.name} (${one.variable})`)) },
    { name: 'Only tools', value: listed(enabledTools ?? []) },
    { name: 'Never tools', value: listed(disabledTools) },
    {
      name: 'Calls itself',
      value:
        status.kind === 'ready' && status.title !== null
          ? [status.title, status.version].filter((part) => part !== null).join(' ')
          : null,
    },
  ];
}

const listed = (names: readonly string[] | undefined): string | null =>
  names === undefined || names.length === 0 ? null : names.join(', ');
const hidden = (names: readonly string[] | undefined): string | null => {
  const all = listed(names);
  return all === null ? null : `${all} (values are not shown)`;
};

function Detail({ name }: { readonly name: string }) {
  const { serverId } = usePlace();
  const [detail, setDetail] = useState<McpDetail | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .mcp.detail({ serverId, name })
      .then((answer) => {
        if (gone) return;
        if (answer.ok) setDetail(answer.value);
        else setError(answer.error);
      });
    return () => {
      gone = true;
    };
  }, [serverId, name]);
  if (!detail) return error ? <Failed error={error} /> : <Loading label="Reading its tools" />;
  return (
    <>
      <McpTools name={name} tools={detail.tools} />
      <McpResources name={name} resources={detail.resources} templates={detail.templates} />
    </>
  );
}

const STATES: Readonly<Record<McpStart['state'], { readonly words: string; readonly tone: BadgeTone }>> = {
  starting: { words: 'Starting', tone: 'accent' },
  ready: { words: 'Ready', tone: 'good' },
  failed: { words: 'Failed', tone: 'bad' },
  cancelled: { words: 'Cancelled', tone: 'neutral' },
};

function Starts({ starts }: { readonly starts: readonly McpStart[] }) {
  if (starts.length === 0) return null;
  return (
    <section className={styles.part} aria-label="In threads">
      <h3 className={styles.heading}>In threads</h3>
      <ul className={styles.list}>
        {starts.map((start) => (
          <StartRow key={start.threadId} start={start} />
        ))}
      </ul>
    </section>
  );
}

function StartRow({ start }: { readonly start: McpStart }) {
  const { serverId } = usePlace();
  const now = useMinutes();
  const thread = { serverId, threadId: start.threadId };
  const title = useSummary(thread)?.title;
  const { words, tone } = STATES[start.state];
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <button type="button" className={styles.open} onClick={() => openThread(thread)}>
          {title === undefined || title === '' ? 'A thread without a title' : title}
        </button>
        {start.message !== null && <p className={styles.bad}>{failureWords(start.message)}</p>}
        <p className={styles.quiet}>{ageWords(start.atMs, now)}</p>
      </div>
      <Badge tone={tone}>{words}</Badge>
    </li>
  );
}

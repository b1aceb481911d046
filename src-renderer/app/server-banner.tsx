import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import type { ServerNotice, ServerState } from '../../src-shared/model/server.ts';
import { useSeconds } from '../state/clock.ts';
import { runCommand } from '../state/commands.ts';
import { problemWords } from '../state/config-problem-words.ts';
import { useConfigHealth } from '../state/config-store.ts';
import { connectionStore, useConnection } from '../state/connection-store.ts';
import { useErrorWords } from '../state/error-words.ts';
import { dismissNotice, useServer } from '../state/server-store.ts';
import { changeSettings, useSetting } from '../state/settings-store.ts';
import { openSettings, useUi } from '../state/ui-store.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './server-banner.module.css';

/** Only Windows needs it. */
const SandboxSetUp = lazy(() => import('./sandbox-banner.tsx').then(({ SandboxSetUp: view }) => ({ default: view })));

/** Failed attempts after which a lost host is called gone. About six seconds. */
const GONE_AFTER_ATTEMPTS = 4;

/** Above the page: what keeps the shown thread from working, and what to know about its server. Empty when all is well. */
export function ServerBanner() {
  const connection = useConnection();
  const server = useServer(useUi((state) => state.serverId));
  if (connection.kind === 'lost') return <LostConnection attempt={connection.attempt} />;
  if (connection.kind === 'refused') return <Refused reason={connection.reason} />;
  if (!server) return null;
  return (
    <>
      <Phase server={server} />
      <Configuration server={server} />
      <Sandbox server={server} />
      {server.notices
        // What is merely good to know stands under Settings, About; what is wrong with the configuration is told by itself.
        .filter((notice) => notice.level !== 'info' && notice.code !== 'config-broken')
        .map((notice) => (
          <Notice key={notice.id} server={server} notice={notice} />
        ))}
    </>
  );
}

function Refused({ reason }: { readonly reason: 'no-token' | 'other-host' }) {
  if (reason === 'no-token')
    return (
      <Banner tone="bad" title="This address is not complete">
        Skein opens only with the whole address that it printed when it started: the part after # is its key. Start it
        once more, and the one that runs shows itself.
      </Banner>
    );
  return (
    <Banner tone="bad" title="This window does not belong to the Skein that runs here">
      It belonged to one that has ended, or its address was opened before and works only once. Open the address that
      Skein printed, or start it once more, and the one that runs shows itself.
    </Banner>
  );
}

function LostConnection({ attempt }: { readonly attempt: number }) {
  const retry = useStore(connectionStore, (state) => state.retry);
  const gone = attempt >= GONE_AFTER_ATTEMPTS;
  return (
    <Banner
      tone={gone ? 'bad' : 'needs'}
      title={gone ? 'Skein is not running any more' : 'Reconnecting…'}
      actions={<Button onClick={retry}>Try now</Button>}
    >
      {gone
        ? 'This window shows what was last known. Start Skein again; the window comes back by itself when the same address answers.'
        : 'The connection to Skein was lost. What you see may be old; what you have written is kept.'}
    </Banner>
  );
}

function Phase({ server }: { readonly server: ServerState }) {
  const { phase, id } = server;
  const words = useErrorWords();
  const actions = (
    <>
      <Button onClick={() => void runCommand('server.restart', id)}>Restart</Button>
      <Button tone="ghost" onClick={() => void runCommand('server.copyLog', id)}>
        Copy log
      </Button>
    </>
  );
  switch (phase.kind) {
    case 'ready':
      return null;
    case 'starting':
      return (
        <div className={styles.quiet} role="status">
          <Spinner /> {phase.attempt > 1 ? `Starting Codex, attempt ${phase.attempt}…` : 'Starting Codex…'}
        </div>
      );
    case 'restarting': {
      const { title, text } = words.serverFailure(phase.failure);
      return (
        <Banner tone="needs" title={title} actions={actions}>
          Turns that ran were interrupted. <Countdown until={phase.nextAttemptAt} attempt={phase.attempt} />
          <Reason text={text} />
        </Banner>
      );
    }
    case 'stopped': {
      if (!phase.failure)
        return (
          <Banner tone="needs" title="Codex is stopped" actions={actions}>
            Threads can be read and continued once it runs again.
          </Banner>
        );
      const { title, text } = words.serverFailure(phase.failure);
      const log = [phase.failure.detail, ...phase.failure.stderr].filter((line) => line !== '').join('\n');
      return (
        <Banner tone="bad" title={title} actions={actions} details={log}>
          <Reason text={text} />
        </Banner>
      );
    }
  }
}

const Reason = ({ text }: { readonly text: string }) => <span className={styles.reason}>{text}</span>;

function Countdown({ until, attempt }: { readonly until: number; readonly attempt: number }) {
  const seconds = Math.max(0, Math.ceil((until - useSeconds()) / 1000));
  return (
    <>
      Attempt {attempt} {seconds === 0 ? 'now…' : `in ${seconds} s.`}
    </>
  );
}

function Sandbox({ server }: { readonly server: ServerState }) {
  const accepted = useSetting((settings) => settings.noSandboxAccepted);
  if (server.sandbox === 'notSetUp' || server.sandbox === 'outdated' || server.sandbox === 'settingUp')
    return (
      <Suspense fallback={null}>
        <SandboxSetUp server={server} />
      </Suspense>
    );
  if (server.sandbox !== 'unavailable' || accepted) return null;
  return (
    <Banner
      tone="needs"
      title="Commands cannot be sandboxed on this machine"
      actions={
        <Button onClick={() => void changeSettings({ noSandboxAccepted: true })}>I understand, go on without</Button>
      }
    >
      Codex normally fences the commands of agents in: no network, and writing only inside the project. The operating
      system does not allow that here, as in many containers. Commands that would run in the sandbox fail instead, or
      run unfenced where you approve them or choose Full access. Go on only where that is acceptable.
    </Banner>
  );
}

/** The configuration cannot be read; or it could not when the server started, and can now. */
function Configuration({ server }: { readonly server: ServerState }) {
  const health = useConfigHealth({ serverId: server.id });
  const onPage = useUi((state) => state.view.kind === 'settings' && state.view.page === 'configFile');
  if (health === null || server.phase.kind !== 'ready') return null;
  if (health.problem !== null) {
    const { title, text, details } = problemWords(health.problem);
    if (onPage) return null;
    return (
      <Banner
        tone="bad"
        title={title}
        details={details}
        actions={<Button onClick={() => openSettings('configFile')}>Open config.toml</Button>}
      >
        {text}
      </Banner>
    );
  }
  if (!health.startedWithDefaults) return null;
  return (
    <Banner
      tone="needs"
      title="config.toml can be read again"
      actions={<Button onClick={() => void runCommand('server.restart', server.id)}>Restart Codex</Button>}
    >
      Codex was started while it could not, and works with some defaults until it is restarted.
    </Banner>
  );
}

const NOTICE_TITLES: Readonly<Record<ServerNotice['code'], string>> = {
  'config-warning': 'Codex has a remark about its configuration',
  'config-broken': 'Codex could not read its configuration',
  deprecation: 'Codex says that something will go away',
  sandbox: 'Codex has a remark about its sandbox',
  warning: 'Codex has a remark',
};

function Notice({ server, notice }: { readonly server: ServerState; readonly notice: ServerNotice }) {
  const place = [notice.path, notice.line].filter((part) => part !== null).join(':');
  return (
    <Banner
      tone={notice.level === 'error' ? 'bad' : 'needs'}
      title={NOTICE_TITLES[notice.code]}
      details={notice.details}
      onClose={() => void dismissNotice(server.id, notice.id)}
    >
      {notice.message}
      {place !== '' && <code className={styles.place}>{place}</code>}
    </Banner>
  );
}

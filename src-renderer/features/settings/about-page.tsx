import { useEffect, useState } from 'react';
import type { ServerState, ServerUsage } from '../../../src-shared/model/server.ts';
import { useAppInfo } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { runCommand } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { count } from '../../state/count-words.ts';
import { fileSize } from '../../state/file-size.ts';
import { useCodexVersion, useServers } from '../../state/server-store.ts';
import { Button } from '../../ui/button.tsx';
import { ReleaseList } from './release-list.tsx';
import { RELEASES } from './releases.ts';
import styles from './settings.module.css';

const PHASES: Readonly<Record<ServerState['phase']['kind'], string>> = {
  starting: 'starting',
  ready: 'running',
  restarting: 'restarting',
  stopped: 'stopped',
};

/** Versions and what they brought, where the data is, and the log of each server. */
export function AboutPage() {
  const info = useAppInfo();
  const servers = useServers();
  const codex = useCodexVersion();
  const facts: readonly (readonly [string, string])[] = info
    ? [
        ['Skein', info.version],
        ['Codex', codex ?? 'not running'],
        ['Runs in', info.shell === 'electron' ? 'its own window' : 'a browser'],
        ['Skein’s data', info.skeinHome],
      ]
    : [];
  return (
    <>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Button
        className={styles.start}
        onClick={() => void copyText(facts.map(([name, value]) => `${name}: ${value}`).join('\n'), 'Versions')}
      >
        Copy versions
      </Button>
      <h3 className={styles.keysHeading}>Codex servers</h3>
      {servers.map((server) => (
        <ServerRow key={server.id} server={server} />
      ))}
      <h3 className={styles.keysHeading}>What is new</h3>
      <ReleaseList releases={RELEASES} />
    </>
  );
}

function ServerRow({ server }: { readonly server: ServerState }) {
  const { phase } = server;
  return (
    <div className={styles.server}>
      <div className={styles.rowWords}>
        <p>
          {server.label}
          <span className={styles.description}>
            {' '}
            · {PHASES[phase.kind]}
            {phase.kind === 'ready' && ` · Codex ${phase.version}`}
            {server.sandbox === 'unavailable' && ' · no sandbox'}
          </span>
        </p>
        <p className={styles.description}>{server.codexHome}</p>
        <Usage server={server} />
        {server.notices.map((notice) => (
          <p key={notice.id} className={styles.description}>
            Codex says: {notice.message}
          </p>
        ))}
      </div>
      <Button onClick={() => void runCommand('server.copyLog', server.id)}>Copy log</Button>
      <Button onClick={() => void runCommand('server.restart', server.id)}>Restart</Button>
    </div>
  );
}

/** What it takes of memory and disk, as it was when the page was opened or the server came up. */
function Usage({ server }: { readonly server: ServerState }) {
  const { id, phase } = server;
  const [usage, setUsage] = useState<ServerUsage | null>(null);
  useEffect(() => {
    let gone = false;
    void getClient()
      .servers.usage({ serverId: id })
      .then((answer) => {
        if (!gone && answer.ok) setUsage(answer.value);
      });
    return () => {
      gone = true;
    };
  }, [id, phase.kind]);
  const words = usage === null ? '' : usageWords(usage);
  return words !== '' && <p className={styles.description}>{words}</p>;
}

function usageWords({ memoryBytes, loadedThreads, home }: ServerUsage): string {
  const parts = [
    memoryBytes === null ? null : `${fileSize(memoryBytes)} of memory`,
    loadedThreads === null ? null : `${count(loadedThreads, 'thread')} loaded`,
    home === null ? null : `${count(home.sessionFiles, 'thread')} stored in ${fileSize(home.sessionsBytes)}`,
    home === null ? null : `log database ${fileSize(home.logDatabaseBytes)}`,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

import { useCallback } from 'react';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import Webhook from 'lucide-react/icons/webhook';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { StreamListener } from '../../../src-shared/contract/define.ts';
import type { HookEntry, HookRun, HookShelf } from '../../../src-shared/model/extension.ts';
import { getClient } from '../../state/client.ts';
import { useMinutes } from '../../state/clock.ts';
import { useSummary } from '../../state/directories.ts';
import { hookEventWords } from '../../state/hook-words.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError } from '../../state/toast-store.ts';
import { openPlugins, openThread } from '../../state/ui-store.ts';
import { Badge, type BadgeTone } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Toggle } from '../../ui/switch.tsx';
import { usePlace } from './place.ts';
import { Failed, Loading } from './states.tsx';
import { useLive } from './use-live.ts';
import styles from './detail.module.css';

const SOURCES: Readonly<Record<string, string>> = {
  user: 'your configuration',
  project: 'this project',
  plugin: 'a plugin',
  system: 'this machine',
  mdm: 'your administrator',
  sessionFlags: 'the command line',
  cloudRequirements: 'your administrator',
  cloudManagedConfig: 'your administrator',
  legacyManagedConfigFile: 'your administrator',
  legacyManagedConfigMdm: 'your administrator',
};

/** Commands that run by themselves when something happens in a thread. */
export function HooksPage() {
  const { serverId, cwd } = usePlace();
  const open = useCallback(
    (listener: StreamListener<HookShelf>) => getClient().hooks.watch({ serverId, cwd }, listener),
    [serverId, cwd],
  );
  const { value: shelf, error, retry } = useLive(open);
  if (!shelf) return error ? <Failed error={error} onRetry={retry} /> : <Loading label="Reading the hooks" />;
  const reload = async () => {
    const answer = await getClient().hooks.reload({ serverId });
    if (!answer.ok) showError(answer.error);
  };
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <div className={styles.tools}>
          <p className={styles.quiet}>
            A hook runs by itself when something happens in a thread. Codex runs only those that you trust, and asks
            again when one has changed.
          </p>
          <Button size="s" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => void reload()}>
            Reload
          </Button>
        </div>
        {shelf.problems.length > 0 && (
          <ErrorBox
            tone="needs"
            title="Some hooks could not be read"
            details={shelf.problems.map(({ path, message }) => `${path}\n  ${message}`).join('\n')}
          />
        )}
        {shelf.warnings.length > 0 && (
          <ErrorBox tone="needs" title="Codex says about hooks" details={shelf.warnings.join('\n')} />
        )}
        {shelf.hooks.length === 0 ? (
          <EmptyState
            compact
            icon={<Webhook size={18} aria-hidden="true" />}
            title="No hooks"
            text="They are set up under [hooks] in config.toml, in .codex/hooks.json of a project, or come with plugins."
          />
        ) : (
          <ul className={styles.list} aria-label="Hooks">
            {shelf.hooks.map((hook) => (
              <HookRow key={hook.key} hook={hook} runs={shelf.runs} />
            ))}
          </ul>
        )}
        <section className={styles.part} aria-label="Last runs">
          <h2 className={styles.heading}>Last runs</h2>
          {shelf.runs.length === 0 ? (
            <p className={styles.quiet}>None since Skein was started.</p>
          ) : (
            <ul className={styles.list}>
              {shelf.runs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </ul>
          )}
        </section>
      </div>
    </div>
  );
}

function HookRow({ hook, runs }: { readonly hook: HookEntry; readonly runs: readonly HookRun[] }) {
  const { serverId } = usePlace();
  const { key, hash, trust, pluginId } = hook;
  const does = doesWords(hook.handler);
  const setEnabled = async (enabled: boolean) => {
    const answer = await getClient().hooks.setEnabled({ serverId, key, enabled });
    if (!answer.ok) showError(answer.error);
  };
  const askToTrust = async () => {
    const yes = await confirm({
      title: trust === 'modified' ? 'Trust the changed hook?' : 'Trust this hook?',
      text: `${hookEventWords(hook.event)}${hook.matcher === null ? '' : ` (${hook.matcher})`}, Codex runs:\n${does}\nIt runs with your rights, without asking.`,
      confirmLabel: 'Trust',
      danger: true,
    });
    if (!yes) return;
    const answer = await getClient().hooks.trust({ serverId, key, hash });
    if (!answer.ok) showError(answer.error);
  };
  const last = runs.find((run) => run.event === hook.event && run.sourcePath === hook.sourcePath);
  const managed = trust === 'managed';
  return (
    <li className={styles.row} aria-label={`${hookEventWords(hook.event)}: ${does}`}>
      <div className={styles.rowWords}>
        <p className={styles.name}>
          {hookEventWords(hook.event)}
          {hook.matcher !== null && (
            <>
              {' '}
              <Badge outline>{hook.matcher}</Badge>
            </>
          )}
        </p>
        <code className={styles.quiet}>{does}</code>
        <p className={styles.quiet}>
          From {SOURCES[hook.source] ?? 'somewhere else'}: {hook.sourcePath} · at most {hook.timeoutSec} s
          {last && ` · last run ${last.status}`}
        </p>
      </div>
      {pluginId !== null && (
        <Button size="s" onClick={() => openPlugins('plugins', pluginId)}>
          Plugin
        </Button>
      )}
      {managed && <Badge>Managed</Badge>}
      {(trust === 'untrusted' || trust === 'modified') && (
        <>
          <Badge tone="needs">{trust === 'modified' ? 'Changed' : 'Not trusted'}</Badge>
          <Button size="s" onClick={() => void askToTrust()}>
            Trust…
          </Button>
        </>
      )}
      <Toggle
        label="Enabled"
        checked={hook.enabled}
        disabled={managed}
        onChange={(enabled) => void setEnabled(enabled)}
      />
    </li>
  );
}

function doesWords(handler: HookEntry['handler']): string {
  switch (handler.kind) {
    case 'command':
      return handler.command;
    case 'tool':
      return `Tool ${handler.tool} of ${handler.server}`;
    case 'prompt':
      return 'A prompt to the model';
    case 'agent':
      return 'An agent';
    default:
      return assertNever(handler);
  }
}

const TONES: Readonly<Record<HookRun['status'], BadgeTone>> = {
  running: 'accent',
  completed: 'neutral',
  failed: 'bad',
  blocked: 'needs',
  stopped: 'needs',
};

function RunRow({ run }: { readonly run: HookRun }) {
  const { serverId } = usePlace();
  const now = useMinutes();
  const thread = { serverId, threadId: run.threadId };
  const title = useSummary(thread)?.title;
  return (
    <li className={styles.row}>
      <div className={styles.rowWords}>
        <p className={styles.name}>{hookEventWords(run.event)}</p>
        <p className={styles.quiet}>
          {[run.sourcePath, run.durationMs === null ? null : `${run.durationMs} ms`, ageWords(run.startedAtMs, now)]
            .filter((part) => part !== null)
            .join(' · ')}
        </p>
        {run.output.map(({ kind, text }, at) => (
          <pre key={at} className={styles.code}>
            {kind}: {text}
          </pre>
        ))}
      </div>
      <Badge tone={TONES[run.status]}>{run.status}</Badge>
      <Button size="s" onClick={() => openThread(thread)}>
        {title === undefined || title === '' ? 'Thread' : title.slice(0, 40)}
      </Button>
    </li>
  );
}

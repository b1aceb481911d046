import { useState } from 'react';
import { create } from 'zustand';
import type { NudgeSubject } from '../../../src-shared/model/account.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { useAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { useMinutes } from '../../state/clock.ts';
import { errorWords } from '../../state/error-words.ts';
import { openAddress } from '../../state/open-address.ts';
import { useServer } from '../../state/server-store.ts';
import { openSettings, useUi } from '../../state/ui-store.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { upgradeAddress, USAGE_ADDRESS } from './account-actions.ts';
import styles from './accounts.module.css';
import { limitAlert } from './limit-alert.ts';

/** What was put away, for the life of the window. */
const usePutAway = create<ReadonlySet<string>>(() => new Set<string>());
const putAway = (key: string) => usePutAway.setState((keys) => new Set([...keys, key]), true);

/** Above the page: a sign-in that does not hold any more, and limits that are near or reached. */
export function AccountBanners() {
  const server = useServer(useUi((state) => state.serverId));
  const onAccountPage = useUi((state) => state.view.kind === 'settings' && state.view.page === 'account');
  if (!server) return null;
  return (
    <>
      {!onAccountPage && <SignedOut server={server} />}
      {!onAccountPage && <GatewayAsks server={server} />}
      <LimitBanner server={server} />
    </>
  );
}

function SignedOut({ server }: { readonly server: ServerState }) {
  const refused = useAccount(server.id)?.refused;
  const { account } = server;
  // Another provider's key is not Skein's to sign in with.
  const canSignIn =
    account.kind === 'chatgpt' || account.kind === 'apiKey' || (account.kind === 'none' && account.required);
  if (refused?.kind !== 'unauthorized' || !canSignIn) return null;
  return (
    <Banner
      label="Signed out"
      tone="bad"
      title="The model service refused the sign-in"
      actions={
        <Button tone="primary" onClick={() => openSettings('account')}>
          Sign in again
        </Button>
      }
    >
      It has expired or was revoked. What you wrote stays in the thread: sign in again, then Retry below the turn sends
      it once more.
    </Banner>
  );
}

/** On the page of a new thread a card says it, with the ways in. */
function GatewayAsks({ server }: { readonly server: ServerState }) {
  const gateway = useAccount(server.id)?.gateway;
  const onNewThread = useUi((state) => state.view.kind === 'new');
  if (!gateway || gateway.ready || onNewThread) return null;
  return (
    <Banner
      label="Provider sign-in"
      tone="needs"
      title={`${gateway.provider} asks for a sign-in`}
      actions={
        <Button tone="primary" onClick={() => openSettings('account')}>
          Sign in
        </Button>
      }
    >
      Until then messages stay in their box: without it the model provider takes none.
    </Banner>
  );
}

function LimitBanner({ server }: { readonly server: ServerState }) {
  const state = useAccount(server.id);
  const now = useMinutes();
  const away = usePutAway();
  const alert = state && limitAlert(state, now);
  if (!alert || away.has(`${server.id}#${alert.key}`)) return null;
  const upgrade = alert.level === 'reached' && alert.nudge === null ? upgradeAddress(server.account) : null;
  return (
    <Banner
      label="Usage limit"
      tone={alert.level === 'reached' ? 'bad' : 'needs'}
      title={alert.title}
      actions={
        <>
          {alert.nudge !== null && <Nudge key={alert.key} server={server} about={alert.nudge} />}
          {upgrade !== null && <Button onClick={() => void openAddress(upgrade)}>Upgrade</Button>}
          {server.account.kind === 'chatgpt' && (
            <Button onClick={() => void openAddress(USAGE_ADDRESS)}>Usage and credits</Button>
          )}
        </>
      }
      onClose={() => putAway(`${server.id}#${alert.key}`)}
    >
      {alert.text}
    </Banner>
  );
}

type NudgeState = 'idle' | 'busy' | 'sent' | 'cooldown' | { readonly failed: string };

function Nudge({ server, about }: { readonly server: ServerState; readonly about: NudgeSubject }) {
  const [state, setState] = useState<NudgeState>('idle');
  const send = async () => {
    setState('busy');
    const result = await getClient().accounts.notifyOwner({ serverId: server.id, about });
    setState(result.ok ? result.value : { failed: errorWords().appError(result.error).title });
  };
  const words =
    state === 'sent'
      ? 'The owner was told.'
      : state === 'cooldown'
        ? 'The owner was told a short time ago already.'
        : typeof state === 'object'
          ? state.failed
          : '';
  return (
    <span className={styles.nudge}>
      <span role="status" className={styles.quiet}>
        {words}
      </span>
      {state !== 'sent' && state !== 'cooldown' && (
        <Button busy={state === 'busy'} onClick={() => void send()}>
          Notify owner
        </Button>
      )}
    </span>
  );
}

import { useState } from 'react';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import type { AccountState, ResetAnswer } from '../../../src-shared/model/account.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { useAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { useMinutes } from '../../state/clock.ts';
import { useHomeLabel } from '../../state/home-store.ts';
import { openAddress } from '../../state/open-address.ts';
import { useServers } from '../../state/server-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { logOut, switchTo, USAGE_ADDRESS } from './account-actions.ts';
import { accountName, modeWords } from './account-words.ts';
import styles from './accounts.module.css';
import { AddHome, RenameHome } from './home-form.tsx';
import { GatewayPart } from './gateway-sign-in.tsx';
import { Meters } from './meters.tsx';
import { ProvidersPart } from './providers-part.tsx';
import { SignIn } from './sign-in.tsx';
import { UsagePart } from './usage-part.tsx';

/** Settings, *Account and usage*: who is signed in, what is left, what was used. */
export function AccountPage() {
  const servers = useServers();
  return (
    <>
      {servers.map((server) => (
        <Account key={server.id} server={server} heading={servers.length > 1 ? server.label : null} />
      ))}
      <AddHome />
    </>
  );
}

/** An added home's own buttons: to call it something else, and to take it out of the list. */
function HomeButtons({ server }: { readonly server: ServerState }) {
  const label = useHomeLabel(server.id);
  const [renaming, setRenaming] = useState(false);
  if (label === null) return null;
  const remove = async () => {
    const sure = await confirm({
      title: `Remove ${label}?`,
      text: `Skein stops using ${server.codexHome}. Nothing in the folder is touched: its threads and its sign-in stay there.`,
      confirmLabel: 'Remove',
      danger: true,
    });
    if (!sure) return;
    const done = await getClient().homes.remove({ serverId: server.id });
    if (!done.ok) showError(done.error);
  };
  return (
    <>
      <Button size="s" tone="ghost" aria-label={`Rename ${label}`} onClick={() => setRenaming(true)}>
        Rename
      </Button>
      <Button size="s" tone="ghost" aria-label={`Remove ${label}`} onClick={() => void remove()}>
        Remove
      </Button>
      {renaming && <RenameHome serverId={server.id} label={label} onClose={() => setRenaming(false)} />}
    </>
  );
}

function Account({ server, heading }: { readonly server: ServerState; readonly heading: string | null }) {
  const state = useAccount(server.id);
  return (
    <section className={styles.account} aria-label={heading === null ? 'Account' : `Account, ${heading}`}>
      {heading !== null && (
        <div className={styles.partHeader}>
          <h3 className={styles.heading}>{heading}</h3>
          {!server.demo && (
            <Button size="s" aria-label={`Work with ${heading}`} onClick={() => switchTo(server.id)}>
              Work with it
            </Button>
          )}
          <HomeButtons server={server} />
        </div>
      )}
      {server.demo ? (
        <p className={styles.quiet}>
          The demo’s model is Skein’s own. It needs no account, and its limits are made up.
        </p>
      ) : (
        <Identity server={server} state={state} />
      )}
      {state?.gateway && <GatewayPart serverId={server.id} gateway={state.gateway} />}
      {state && <LimitsPart server={server} state={state} />}
      {!server.demo && server.phase.kind === 'ready' && <ProvidersPart serverId={server.id} />}
      {server.account.kind === 'chatgpt' && <UsagePart key={server.account.email} serverId={server.id} />}
    </section>
  );
}

function Identity({ server, state }: { readonly server: ServerState; readonly state: AccountState | null }) {
  const { account } = server;
  const hostTokens = state?.hostTokens === 'inUse';
  const refused = state?.refused?.kind === 'unauthorized';
  // Another program's tokens are asked for at each start: that they did not come is told although somebody is signed in.
  const failed = state?.signIn.kind === 'failed' && state.signIn.way === 'hostTokens';
  if (account.kind === 'unknown') return <Spinner label="Reading the account" />;
  if (account.kind === 'none' && !account.required)
    return (
      <p className={styles.quiet}>
        The model provider that Codex is set to needs no OpenAI account
        {state?.gateway ? '.' : ', so there is nothing to sign in to.'}
      </p>
    );
  if (account.kind === 'none')
    return (
      <div className={styles.part}>
        <p>Nobody is signed in. The Codex CLI on this machine shares the sign-in.</p>
        <SignIn serverId={server.id} offerDemo={false} />
      </div>
    );
  return (
    <div className={styles.part}>
      <div className={styles.identity}>
        <div className={styles.identityWords}>
          <p className={styles.identityName}>{accountName(account)}</p>
          <p className={styles.quiet}>
            {modeWords(account)}
            {hostTokens && ', with tokens of the host application'}
          </p>
        </div>
        {account.kind !== 'other' && <Button onClick={() => void logOut(server.id)}>Log out…</Button>}
      </div>
      <p className={styles.quiet}>
        {hostTokens ? (
          'The application that started Skein keeps this sign-in. Codex holds its tokens in memory, and asks for new ones when they have expired.'
        ) : (
          <>
            Shared with everything that uses <code className={styles.path}>{server.codexHome}</code>
          </>
        )}
      </p>
      {refused && (
        <p className={styles.refused}>The model service refused this sign-in with the last message. Sign in again:</p>
      )}
      {(refused || failed) && <SignIn serverId={server.id} offerDemo={false} />}
    </div>
  );
}

function LimitsPart({ server, state }: { readonly server: ServerState; readonly state: AccountState }) {
  const { limits } = state;
  const now = useMinutes();
  const readable = server.account.kind === 'chatgpt';
  const read = async () => {
    const result = await getClient().accounts.readLimits({ serverId: server.id, why: 'asked' });
    if (!result.ok && result.error.code !== 'account.service-failed') showError(result.error);
  };
  if (!readable && limits.buckets.length === 0)
    return server.account.kind === 'apiKey' ? (
      <p className={styles.quiet}>An API key has no allowance that Codex could show; its use is billed.</p>
    ) : null;
  return (
    <div className={styles.part}>
      <div className={styles.partHeader}>
        <h3 className={styles.heading}>Limits</h3>
        {readable && (
          <>
            {limits.readAtMs !== null && <span className={styles.quiet}>read {ago(limits.readAtMs, now)}</span>}
            <Button size="s" icon={<RefreshCw size={13} aria-hidden="true" />} onClick={() => void read()}>
              Read again
            </Button>
            <Button size="s" onClick={() => void openAddress(USAGE_ADDRESS)}>
              Usage and credits
            </Button>
          </>
        )}
      </div>
      {limits.problem !== null && (
        <ErrorBox
          tone="needs"
          title="The limits could not be read"
          text={
            limits.buckets.length > 0 ? 'What is shown is older.' : 'The account’s service did not answer as it should.'
          }
          details={limits.problem}
        />
      )}
      <Meters limits={limits} />
      <Credits state={state} />
      {(limits.resetCredits ?? 0) > 0 && <ResetCredits serverId={server.id} count={limits.resetCredits ?? 0} />}
    </div>
  );
}

const ago = (atMs: number, now: number): string => {
  const age = ageWords(atMs, now);
  return age === 'now' ? 'just now' : `${age} ago`;
};

function ResetCredits({ serverId, count }: { readonly serverId: ServerId; readonly count: number }) {
  const [busy, setBusy] = useState(false);
  /** Sent again after an answer that was lost, it spends nothing more. */
  const [attemptId, setAttemptId] = useState(() => crypto.randomUUID());
  const spend = async () => {
    const sure = await confirm({
      title: 'Use a reset?',
      text: `It empties the windows of your allowance at once, and cannot be taken back. You have ${count === 1 ? 'one' : count}.`,
      confirmLabel: 'Use one',
    });
    if (!sure) return;
    setBusy(true);
    const answer = await getClient().accounts.useResetCredit({ serverId, attemptId });
    setBusy(false);
    if (!answer.ok) {
      showError(answer.error);
      return;
    }
    setAttemptId(crypto.randomUUID());
    showToast({ title: RESET_WORDS[answer.value] });
  };
  return (
    <div className={styles.partHeader}>
      <p className={styles.quiet}>Resets left: {count}. One empties the windows of your allowance at once.</p>
      <Button size="s" busy={busy} onClick={() => void spend()}>
        Use a reset…
      </Button>
    </div>
  );
}
const RESET_WORDS: Readonly<Record<ResetAnswer, string>> = {
  reset: 'The windows were emptied',
  nothingToReset: 'There was nothing to reset, and no credit was spent',
  noCredit: 'There is no reset left',
  used: 'This reset was used before',
};

function Credits({ state }: { readonly state: AccountState }) {
  const credits = state.limits.buckets.find((bucket) => bucket.credits)?.credits;
  if (!credits) return null;
  const words = credits.unlimited
    ? 'Credits: without a limit.'
    : credits.hasCredits
      ? `Credits left: ${credits.balance ?? 'not told'}. They are used when an allowance is used up.`
      : 'No credits.';
  return <p className={styles.quiet}>{words}</p>;
}

import type { GatewaySignIn as Gateway } from '../../../src-shared/model/account.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { useAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import styles from './accounts.module.css';
import { Step, useSignInPage } from './sign-in.tsx';

/** Where a message would need the sign-in of its model provider and there is none: the ways in. Nothing otherwise. */
export function GatewayCard({ server }: { readonly server: ServerState }) {
  const gateway = useAccount(server.id)?.gateway ?? null;
  if (gateway === null || gateway.ready) return null;
  return (
    <section className={styles.card} aria-labelledby="gateway-title">
      <h2 id="gateway-title" className={styles.cardTitle}>
        Sign in to {gateway.provider}
      </h2>
      <p className={styles.cardText}>
        The model provider in use asks for a sign-in of its own. Codex keeps it, for everything that uses the same Codex
        home.
      </p>
      <GatewaySignIn serverId={server.id} gateway={gateway} />
    </section>
  );
}

/** The same on the page of the account, where it stays. */
export function GatewayPart({ serverId, gateway }: { readonly serverId: ServerId; readonly gateway: Gateway }) {
  const { provider, ready } = gateway;
  return (
    <section className={styles.part} aria-label={`Sign-in of ${provider}`}>
      <h3 className={styles.heading}>Sign-in of {provider}</h3>
      <p className={styles.quiet}>
        {ready
          ? `Signed in. Codex keeps the sign-in, and renews it by itself as long as ${provider} lets it.`
          : 'The model provider in use asks for a sign-in of its own.'}
      </p>
      <GatewaySignIn serverId={serverId} gateway={gateway} />
    </section>
  );
}

function GatewaySignIn({ serverId, gateway }: { readonly serverId: ServerId; readonly gateway: Gateway }) {
  const { provider, offersCode, ready, signIn } = gateway;
  const wantsPage = useSignInPage(signIn);
  const begin = (way: 'chatgpt' | 'deviceCode') => {
    wantsPage(way === 'chatgpt');
    void told(getClient().accounts.gatewaySignIn({ serverId, way }));
  };
  return (
    <div className={styles.signIn}>
      <Step
        signIn={signIn}
        service={provider}
        stop={() => void told(getClient().accounts.cancelGatewaySignIn({ serverId }))}
        again={(way) => begin(way === 'deviceCode' ? way : 'chatgpt')}
      >
        <div className={styles.buttons}>
          <Button tone={ready ? 'default' : 'primary'} onClick={() => begin('chatgpt')}>
            {ready ? 'Sign in again' : `Sign in with ${provider}`}
          </Button>
          {offersCode && <Button onClick={() => begin('deviceCode')}>Use a device code</Button>}
        </div>
      </Step>
    </div>
  );
}

async function told(calling: ReturnType<ReturnType<typeof getClient>['accounts']['gatewaySignIn']>): Promise<void> {
  const answer = await calling;
  if (!answer.ok) showError(answer.error);
}

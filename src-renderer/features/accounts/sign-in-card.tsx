import type { ServerState } from '../../../src-shared/model/server.ts';
import { useAccount } from '../../state/account-store.ts';
import { late } from '../../ui/late.tsx';
import styles from './accounts.module.css';

/** Most windows never need it. */
const SignIn = late(() => import('./sign-in.tsx').then((module) => module.SignIn));

const GatewayCard = late(() => import('./gateway-sign-in.tsx').then((module) => module.GatewayCard));

/** Where a message would need an account and there is none: the ways in. The same for a provider with a sign-in of its own. Nothing otherwise. */
export function SignInCard({ server, offerDemo }: { readonly server: ServerState; readonly offerDemo: boolean }) {
  const asksItself = useAccount(server.id)?.gateway?.ready === false;
  if (asksItself) return <GatewayCard server={server} />;
  if (server.account.kind !== 'none' || !server.account.required || server.demo) return null;
  return (
    <section className={styles.card} aria-labelledby="sign-in-title">
      <h2 id="sign-in-title" className={styles.cardTitle}>
        Sign in to Codex
      </h2>
      <p className={styles.cardText}>
        Threads can be read without, but a message needs an account. The Codex CLI on this machine shares the sign-in.
      </p>
      <SignIn serverId={server.id} offerDemo={offerDemo} />
    </section>
  );
}

import type { GatewaySignIn } from '../../../src-shared/model/account.ts';
import { err } from '../../../src-shared/result.ts';
import type { GatewayAuth, GatewayAuthGateway } from '../codex/gateway-auth-gateway.ts';
import type { Clock } from '../ports.ts';
import { createSignInFlow, type SignInFlow } from './sign-in-flow.ts';

/** The sign-in that the model provider in use asks for, beside the account of OpenAI. */
export interface GatewayDesk {
  /** Null: the provider asks for none. */
  current(): GatewaySignIn | null;
  readonly flow: Pick<SignInFlow, 'begin' | 'cancel' | 'serverDown'>;
  /** Looks again: another provider may be in use, or the sign-in may have ended. */
  read(): Promise<void>;
  dispose(): void;
}

export function openGatewayDesk(options: {
  readonly gateway: GatewayAuthGateway;
  readonly clock: Clock;
  readonly onChange: () => void;
  /** It was looked, and messages may go. */
  readonly onOpen: () => void;
}): GatewayDesk {
  const { gateway, clock, onChange, onOpen } = options;
  let known: GatewayAuth | null = null;
  let reading: Promise<void> | null = null;
  /** Being asked, Codex tells how it stands: the same once more is nothing to ask for again. */
  let told: string | null = null;
  const flow = createSignInFlow({ gateway: { ...gateway, ...NOTHING_ELSE }, tokens: null, clock, onChange });

  const readNow = async () => {
    const read = await gateway.read();
    reading = null;
    // Where no answer came, what was known holds: a provider does not stop asking by that.
    if (read.ok && JSON.stringify(read.value) !== JSON.stringify(known)) {
      known = read.value;
      onChange();
    }
    if (known?.ready !== false) onOpen();
  };
  const read = () => (reading ??= readNow());
  const stop = gateway.onEvent((event) => {
    if (event.kind === 'ended') flow.ended(event.loginId, event.error);
    if (event.kind === 'stands' && event.how === told) return;
    if (event.kind === 'stands') told = event.how;
    void read();
  });
  return {
    current: () => known && { ...known, signIn: flow.current() },
    flow,
    read,
    dispose: () => {
      stop();
      flow.dispose();
    },
  };
}

/** A provider takes neither keys nor another program's tokens this way. */
const refuse = () => Promise.resolve(err({ code: 'internal', message: 'not a way to sign in to a gateway' } as const));
const NOTHING_ELSE = { useKey: refuse, useTokens: refuse };

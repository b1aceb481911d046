import Copy from 'lucide-react/icons/copy';
import ExternalLink from 'lucide-react/icons/external-link';
import KeyRound from 'lucide-react/icons/key-round';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { SignIn as SignInState, SignInWay } from '../../../src-shared/model/account.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { useAccount } from '../../state/account-store.ts';
import { getClient } from '../../state/client.ts';
import { useSeconds } from '../../state/clock.ts';
import { runCommand } from '../../state/commands.ts';
import { copyText } from '../../state/copy-text.ts';
import { openAddress } from '../../state/open-address.ts';
import { elapsedWords } from '../../state/time-words.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { failureWords } from './account-words.ts';
import styles from './accounts.module.css';
import { KeyForm } from './key-form.tsx';

interface Props {
  readonly serverId: ServerId;
  readonly offerDemo: boolean;
}

/** The ways to sign in, and how the one that was taken goes on. It is the server's: other windows show the same. */
export function SignIn({ serverId, offerDemo }: Props) {
  const account = useAccount(serverId);
  const signIn = account?.signIn;
  const [keyForm, setKeyForm] = useState(false);
  const wantsPage = useSignInPage(signIn);
  const box = useRef<HTMLDivElement>(null);
  const kind = signIn?.kind;
  useEffect(() => {
    // What had the focus is gone with the last step.
    if (document.activeElement === document.body && kind !== undefined && kind !== 'none') box.current?.focus();
  }, [kind]);
  if (!account || !signIn) return <Spinner label="Reading the account" />;
  const begin = (way: WayToBegin) => {
    wantsPage(way === 'chatgpt');
    void getClient()
      .accounts.signIn({ serverId, way })
      .then((result) => result.ok || showError(result.error));
  };
  const askForKey = () => {
    setKeyForm(true);
    // What failed before gives way to the field.
    if (signIn.kind !== 'none') void cancel(serverId);
  };
  const again = (way: SignInWay) => (way === 'apiKey' ? askForKey() : begin(way));
  return (
    <div ref={box} tabIndex={-1} className={styles.signIn}>
      {keyForm && (signIn.kind === 'none' || (signIn.kind === 'starting' && signIn.way === 'apiKey')) ? (
        <KeyForm serverId={serverId} onClose={() => setKeyForm(false)} />
      ) : (
        <Step signIn={signIn} stop={() => void cancel(serverId)} again={again}>
          <Ways begin={begin} askForKey={askForKey} offerDemo={offerDemo} hostTokens={account.hostTokens !== 'none'} />
        </Step>
      )}
    </div>
  );
}

/**
 * The page of a sign-in is opened by the window that asked for it, once: the answer is called with whether the one that begins now wants
 * a page.
 */
export function useSignInPage(signIn: SignInState | undefined): (wanted: boolean) => void {
  const wish = useRef<'none' | 'asked' | 'starting'>('none');
  useEffect(() => {
    if (signIn?.kind === 'browser' && wish.current !== 'none') void openAddress(signIn.address);
    if (signIn?.kind === 'starting') wish.current = wish.current === 'none' ? 'none' : 'starting';
    // How an earlier one ended may be told once more before this one starts.
    else if (signIn?.kind === 'browser' || wish.current === 'starting') wish.current = 'none';
  }, [signIn]);
  return (wanted) => {
    wish.current = wanted ? 'asked' : 'none';
  };
}

async function cancel(serverId: ServerId): Promise<void> {
  const result = await getClient().accounts.cancelSignIn({ serverId });
  if (!result.ok) showError(result.error);
}

type WayToBegin = Exclude<SignInWay, 'apiKey'>;

function Ways(props: {
  readonly begin: (way: WayToBegin) => void;
  readonly askForKey: () => void;
  readonly offerDemo: boolean;
  readonly hostTokens: boolean;
}) {
  const { hostTokens } = props;
  return (
    <div className={styles.buttons}>
      {hostTokens && (
        <Button tone="primary" onClick={() => props.begin('hostTokens')}>
          Sign in through the host application
        </Button>
      )}
      <Button tone={hostTokens ? 'default' : 'primary'} onClick={() => props.begin('chatgpt')}>
        Sign in with ChatGPT
      </Button>
      <Button onClick={() => props.begin('deviceCode')}>Use a device code</Button>
      <Button icon={<KeyRound size={14} aria-hidden="true" />} onClick={props.askForKey}>
        Use an API key
      </Button>
      {props.offerDemo && (
        <Button tone="ghost" onClick={() => void runCommand('demo.start')}>
          Try it offline
        </Button>
      )}
    </div>
  );
}

const STARTING: Readonly<Record<SignInWay, string>> = {
  chatgpt: 'Preparing the sign-in…',
  deviceCode: 'Asking for a code…',
  apiKey: 'Preparing the sign-in…',
  hostTokens: 'Asking the host application for its tokens…',
};

interface StepProps {
  readonly signIn: SignInState;
  readonly stop: () => void;
  readonly again: (way: SignInWay) => void;
  /** Who is signed in to. */
  readonly service?: string;
  /** The ways to sign in. */
  readonly children: ReactNode;
}

/** How a sign-in goes on. */
export function Step({ signIn, stop, again, service = 'OpenAI', children }: StepProps) {
  switch (signIn.kind) {
    case 'none':
      return children;
    case 'starting':
      return (
        <div className={styles.waiting} role="status">
          <Spinner /> {STARTING[signIn.way]}
          <Button size="s" onClick={stop}>
            Cancel
          </Button>
        </div>
      );
    case 'browser':
      return (
        <>
          <p className={styles.waiting} role="status">
            <Spinner /> Waiting for you to finish on the page that was opened.
          </p>
          <div className={styles.buttons}>
            <Button
              icon={<ExternalLink size={14} aria-hidden="true" />}
              onClick={() => void openAddress(signIn.address)}
            >
              Open the page again
            </Button>
            <Button
              icon={<Copy size={14} aria-hidden="true" />}
              onClick={() => void copyText(signIn.address, 'Address')}
            >
              Copy address
            </Button>
            <Button tone="ghost" onClick={stop}>
              Cancel
            </Button>
          </div>
        </>
      );
    case 'deviceCode':
      return <DeviceCode signIn={signIn} stop={stop} />;
    case 'failed':
      return (
        <Failed signIn={signIn} service={service} again={() => again(signIn.way)} stop={stop}>
          {children}
        </Failed>
      );
    default:
      return assertNever(signIn);
  }
}

function DeviceCode(props: {
  readonly signIn: SignInState & { readonly kind: 'deviceCode' };
  readonly stop: () => void;
}) {
  const { code, address, expiresAtMs } = props.signIn;
  const now = useSeconds();
  return (
    <>
      <p>
        Open <span className={styles.address}>{address}</span> on any device, sign in there and enter this code:
      </p>
      <output className={styles.code} aria-label="Device code">
        {code}
      </output>
      <div className={styles.buttons}>
        <Button
          tone="primary"
          icon={<Copy size={14} aria-hidden="true" />}
          onClick={() => void copyText(code, 'Device code')}
        >
          Copy code
        </Button>
        <Button icon={<ExternalLink size={14} aria-hidden="true" />} onClick={() => void openAddress(address)}>
          Open the page
        </Button>
        <Button tone="ghost" onClick={props.stop}>
          Cancel
        </Button>
      </div>
      <p className={styles.waiting}>
        <Spinner /> Waiting. The code is valid for {elapsedWords(now, expiresAtMs)} more.
      </p>
      <p className={styles.quiet}>
        Enter it only if you asked for it yourself; who has the code gets into the account.
      </p>
    </>
  );
}

function Failed(props: {
  readonly signIn: SignInState & { readonly kind: 'failed' };
  readonly service: string;
  readonly again: () => void;
  readonly stop: () => void;
  readonly children: ReactNode;
}) {
  const { way, reason, detail } = props.signIn;
  const { title, text } = failureWords(way, reason, props.service);
  return (
    <>
      <ErrorBox
        announce
        title={title}
        text={text}
        details={detail}
        actions={[
          { label: 'Try again', primary: true, onSelect: props.again },
          { label: 'Dismiss', onSelect: props.stop },
        ]}
      />
      {props.children}
    </>
  );
}

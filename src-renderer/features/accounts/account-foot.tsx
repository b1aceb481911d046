import CircleUser from 'lucide-react/icons/circle-user';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { useAccount } from '../../state/account-store.ts';
import { runCommand } from '../../state/commands.ts';
import { openAddress } from '../../state/open-address.ts';
import { serverStore, useServer } from '../../state/server-store.ts';
import { openSettings, useUi } from '../../state/ui-store.ts';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { Button } from '../../ui/button.tsx';
import { logOut, switchTo, USAGE_ADDRESS } from './account-actions.ts';
import { accountName, modeWords, planWords } from './account-words.ts';
import styles from './accounts.module.css';
import { Meters } from './meters.tsx';

/** In the sidebar's foot: how much is left, and who is signed in. */
export function AccountFoot() {
  const server = useServer(useUi((state) => state.serverId));
  const state = useAccount(server?.id ?? null);
  if (!server) return null;
  return (
    <div className={styles.foot}>
      {state && <Meters small limits={state.limits} />}
      <Who server={server} />
    </div>
  );
}

const ICON = <CircleUser size={14} aria-hidden="true" />;

function Who({ server }: { readonly server: ServerState }) {
  const { account } = server;
  if (server.demo || account.kind === 'unknown' || (account.kind === 'none' && !account.required)) return null;
  if (account.kind === 'none')
    return (
      <Button tone="ghost" className={styles.who} icon={ICON} onClick={() => void runCommand('account.signIn')}>
        Sign in…
      </Button>
    );
  const plan = account.kind === 'chatgpt' ? planWords(account.plan) : '';
  const words = `${accountName(account)} ${plan}`.trim();
  return (
    <MenuButton
      label={`Account: ${words}`}
      side="top"
      className={styles.who}
      icon={ICON}
      entries={() => menuOf(server)}
    >
      <span className={styles.whoName}>{accountName(account)}</span>{' '}
      {plan !== '' && <span className={styles.plan}>{plan}</span>}
    </MenuButton>
  );
}

function menuOf({ id, account }: ServerState): readonly MenuEntry[] {
  const canLogOut = account.kind === 'chatgpt' || account.kind === 'apiKey';
  return [
    { kind: 'label', label: accountName(account) },
    { kind: 'label', label: modeWords(account) },
    { kind: 'separator' },
    { kind: 'item', label: 'Account and usage', onSelect: () => openSettings('account') },
    ...(account.kind === 'chatgpt'
      ? [{ kind: 'item', label: 'Usage on chatgpt.com', onSelect: () => void openAddress(USAGE_ADDRESS) } as const]
      : []),
    ...serverStore
      .getState()
      .servers.filter((other) => other.id !== id && !other.demo)
      .map(
        (other) => ({ kind: 'item', label: `Work with ${other.label}`, onSelect: () => switchTo(other.id) }) as const,
      ),
    ...(canLogOut
      ? ([
          { kind: 'separator' },
          { kind: 'item', label: 'Log out…', danger: true, onSelect: () => void logOut(id) },
        ] as const)
      : []),
  ];
}

import type { ServerId } from '../../src-shared/model/ids.ts';
import type { ServerState } from '../../src-shared/model/server.ts';
import { getClient } from '../state/client.ts';
import { showError } from '../state/toast-store.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** Windows has no fence until it is set up once. */
export function SandboxSetUp({ server }: { readonly server: ServerState }) {
  const busy = server.sandbox === 'settingUp';
  const setUp = (mode: 'elevated' | 'unelevated') => void begin(server.id, mode);
  return (
    <Banner
      tone="needs"
      title={
        busy
          ? 'The sandbox is being set up…'
          : server.sandbox === 'outdated'
            ? 'The sandbox of Windows has to be set up again'
            : 'Commands cannot be sandboxed yet'
      }
      actions={
        !busy && (
          <>
            <Button tone="primary" onClick={() => setUp('elevated')}>
              Set up the sandbox
            </Button>
            <Button onClick={() => setUp('unelevated')}>Without an administrator</Button>
          </>
        )
      }
    >
      {busy
        ? 'Windows may ask for an administrator’s consent, in a window of its own.'
        : 'Codex normally fences the commands of agents in. Windows needs a set-up for that: as an administrator with a fence around files and network, without one around files alone.'}
    </Banner>
  );
}

async function begin(serverId: ServerId, mode: 'elevated' | 'unelevated'): Promise<void> {
  const begun = await getClient().servers.setUpSandbox({ serverId, mode });
  if (!begun.ok) showError(begun.error);
}

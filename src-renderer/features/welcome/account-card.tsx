import type { ServerState } from '../../../src-shared/model/server.ts';
import { runCommand } from '../../state/commands.ts';
import { ErrorBox } from '../../ui/error-box.tsx';

/** Says how to sign in when the model service wants an account and there is none. Nothing otherwise. */
export function AccountCard({ server, offerDemo }: { readonly server: ServerState; readonly offerDemo: boolean }) {
  if (server.account.kind !== 'none' || !server.account.required || server.demo) return null;
  return (
    <ErrorBox
      tone="needs"
      title="Codex is not signed in"
      text={
        <>
          Threads can be read, but a message needs an account. Run <code>codex login</code> in a terminal and come back:
          Skein uses the same sign-in. Without an account, the demo works offline.
        </>
      }
      actions={offerDemo ? [{ label: 'Try it offline', onSelect: () => void runCommand('demo.start') }] : []}
    />
  );
}

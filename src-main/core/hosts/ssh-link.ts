import type { Host, HostProcess } from './host.ts';
import { asRemote, noCodex, type Classify } from './remote-process.ts';
import { START_SCRIPT } from './start-script.ts';

/** OpenSSH's own failures end with this; every other number is the remote command's. */
const SSH_FAILED = 255;

/**
 * OpenSSH is the engine: keys come from its agent and its files, everything in `~/.ssh/config` holds. Nobody sits at its questions, so it
 * asks none: a password is a failure that says so, and so is an unknown host key, about which Skein asks then (`ssh-host-keys.ts`). The connection is kept alive by packets inside it, and given
 * up after a minute without an answer.
 */
export const SSH_OPTIONS = [
  'BatchMode=yes',
  'ConnectTimeout=15',
  'ServerAliveInterval=15',
  'ServerAliveCountMax=4',
  // Only what Skein itself needs: nothing of the user's is opened towards the other machine.
  'ClearAllForwardings=yes',
  'ForwardAgent=no',
  'ForwardX11=no',
  'RequestTTY=no',
  'RemoteCommand=none',
].flatMap((option) => ['-o', option]);

/** Starts the app-server of an SSH host, found there by `START_SCRIPT`. */
export function openSshLink(
  host: Host,
  {
    destination,
    env,
    cwd,
    keys,
  }: {
    destination: string;
    env: Readonly<Record<string, string | undefined>>;
    cwd: string;
    /** Options that name the host keys the user has accepted. */
    keys: readonly string[];
  },
): HostProcess {
  const command = `exec sh -c '${START_SCRIPT}'`;
  return asRemote(
    host.spawn({ program: 'ssh', args: [...SSH_OPTIONS, ...keys, '--', destination, command], cwd, env }),
    classifySsh,
  );
}

/** From ssh(1): 255 for its own failures. What it says then is English in every locale. */
const classifySsh: Classify = (exit, words, opened) => {
  if (exit.kind === 'failed') return 'HOST_UNREACHABLE';
  if (noCodex(exit)) return 'HOST_NO_CODEX';
  if (exit.code !== SSH_FAILED) return null;
  if (
    /Permission denied|Host key verification failed|No matching host key|Too many authentication failures/i.test(words)
  )
    return 'HOST_REFUSED';
  return opened ? 'HOST_LOST' : 'HOST_UNREACHABLE';
};

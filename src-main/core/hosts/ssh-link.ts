import type { Host, HostProcess, ProcessExit } from './host.ts';
import { asRemote, noCodex, type Classify } from './remote-process.ts';
import type { SshQuestions } from './ssh-questions.ts';

/** OpenSSH's own failures end with this; every other number is the remote command's. */
const SSH_FAILED = 255;

/**
 * OpenSSH is the engine: keys come from its agent and its files, everything in `~/.ssh/config` holds. What it asks is shown to the user
 * (`ssh-questions.ts`), but for an unknown host key: that is a failure, and Skein asks then (`ssh-host-keys.ts`). The connection is kept alive by
 * packets inside it, and given up after a minute without an answer.
 */
export const SSH_OPTIONS = [
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

/** Where nobody is asked, a password is a failure that says so. */
export const ASK_NOTHING = ['-o', 'BatchMode=yes'];

/** Runs a script on an SSH host, for example `START_SCRIPT`; it has no quotes. Its standard streams are those of what runs there. */
export function openSshLink(
  host: Host,
  {
    destination,
    env,
    cwd,
    keys,
    questions,
    script,
  }: {
    destination: string;
    env: Readonly<Record<string, string | undefined>>;
    cwd: string;
    /** Options that name the host keys the user has accepted. */
    keys: readonly string[];
    questions: Pick<SshQuestions, 'start'>;
    script: string;
  },
): HostProcess {
  const command = `exec sh -c '${script}'`;
  const asking = questions.start(destination, env, () => child.kill());
  const child = host.spawn({
    program: 'ssh',
    args: [...SSH_OPTIONS, ...(asking ? [] : ASK_NOTHING), ...keys, '--', destination, command],
    cwd,
    env: { ...env, ...asking?.env },
  });
  const remote = asRemote(child, classifySsh);
  if (!asking) return remote;
  child.stdout.once('data', asking.settle);
  const exited = remote.exited.then((exit) => {
    asking.end();
    const question = asking.cancelled();
    return question === null ? exit : cancelled(question);
  });
  return { ...remote, exited, asked: asking.asked };
}

/** The renderer knows it by its first word. */
const cancelled = (question: string): ProcessExit => ({
  kind: 'failed',
  code: 'HOST_REFUSED',
  message: `Cancelled: ${question}`,
});

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

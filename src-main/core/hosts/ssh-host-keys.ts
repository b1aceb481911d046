import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Host } from './host.ts';

/** A key that a host has shown and nobody has said yes to. */
export interface OfferedKey {
  /** `ssh-ed25519` */
  readonly type: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly fingerprint: string;
  /** The line for a file of known hosts (sshd(8)). */
  readonly line: string;
}

const ASK_TIMEOUT_MS = 30_000;
const NO_FILE = process.platform === 'win32' ? 'none' : '/dev/null';

/** What OpenSSH says of a key that it does not know, in contrast to one that is another one than before. */
export const isUnknownKey = (words: string): boolean =>
  /Host key verification failed|No \S+ host key is known/i.test(words) &&
  !/IDENTIFICATION HAS CHANGED|host key for \S+ has changed|REVOKED/i.test(words);

/** Host keys that the user has accepted in Skein, in a file of Skein's own: the user's `known_hosts` stay as they are. */
export interface SshHostKeys {
  /** For every start of ssh: the accepted keys beside those the system knows. Empty while there are none. */
  options(): readonly string[];
  /**
   * Asks a host for its key: connects as far as that, offers nothing, and writes nothing down. Null when it shows none. What the user's
   * configuration says of the way there (jumps, ports) holds.
   */
  ask(destination: string): Promise<OfferedKey | null>;
  /** Takes the key that `ask` was shown last for this destination. False when it was not this one. */
  accept(destination: string, fingerprint: string): Promise<boolean>;
}

/** @param globalFiles the files that OpenSSH itself looks at beside the user's */
export function createSshHostKeys(options: {
  readonly host: Host;
  readonly skeinHome: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** What is said on every start. */
  readonly common: readonly string[];
}): SshHostKeys {
  const { host, skeinHome, env, cwd, common } = options;
  const file = join(skeinHome, 'known_hosts');
  const offered = new Map<string, OfferedKey>();

  const ask = async (destination: string): Promise<OfferedKey | null> => {
    const folder = await mkdtemp(join(tmpdir(), 'skein-key-'));
    try {
      const known = join(folder, 'known');
      const only = [
        ...['StrictHostKeyChecking=accept-new', `UserKnownHostsFile="${known}"`, `GlobalKnownHostsFile=${NO_FILE}`],
        ...['KnownHostsCommand=none', 'HashKnownHosts=no', 'UpdateHostKeys=no', 'VerifyHostKeyDNS=no'],
        // A connection that stands already would show no key; and nothing of the user's goes to a stranger.
        ...['ControlMaster=no', 'ControlPath=none', 'PreferredAuthentications=none', 'PubkeyAuthentication=no'],
      ].flatMap((option) => ['-o', option]);
      const args = [...only, ...common, '--', destination, 'exit'];
      await host.run({ program: 'ssh', args, cwd, env, timeoutMs: ASK_TIMEOUT_MS });
      return parseKnownHost(await readFile(known, 'utf8').catch(() => ''));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  return {
    options: () =>
      existsSync(file)
        ? ['-o', `GlobalKnownHostsFile=${[...globalFiles(), file].map((path) => `"${path}"`).join(' ')}`]
        : [],
    ask: async (destination) => {
      const key = await ask(destination);
      if (key) offered.set(destination, key);
      else offered.delete(destination);
      return key;
    },
    accept: async (destination, fingerprint) => {
      const key = offered.get(destination);
      if (key?.fingerprint !== fingerprint) return false;
      offered.delete(destination);
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${key.line}\n`, { mode: 0o600 });
      return true;
    },
  };
}

/** ssh_config(5), `GlobalKnownHostsFile`. */
function globalFiles(): readonly string[] {
  const folder = process.platform === 'win32' ? `${process.env['ProgramData'] ?? 'C:\\ProgramData'}\\ssh` : '/etc/ssh';
  const separator = process.platform === 'win32' ? '\\' : '/';
  return ['ssh_known_hosts', 'ssh_known_hosts2'].map((name) => `${folder}${separator}${name}`);
}

/** The first key of a file of known hosts, with its fingerprint; null when there is none that can be read. */
export function parseKnownHost(text: string): OfferedKey | null {
  for (const line of text.split(/\r?\n/)) {
    const [, , type = '', key = ''] =
      /^([^\s#@]\S*) ((?:ssh|ecdsa|sk)-[\w@.-]+) ([A-Za-z0-9+/]+={0,2})(?:\s.*)?$/.exec(line) ?? [];
    if (key === '') continue;
    const digest = createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64').replace(/=+$/, '');
    return { type, fingerprint: `SHA256:${digest}`, line };
  }
  return null;
}

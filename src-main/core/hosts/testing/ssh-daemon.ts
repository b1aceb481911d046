import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const SSHD = '/usr/sbin/sshd';

/** Why no daemon can be started here; null: it can. As root it needs the folder of its package. */
export function noSshDaemon(): string | null {
  if (!existsSync(SSHD)) return 'no sshd is installed';
  if (process.getuid?.() === 0 && !existsSync('/run/sshd')) return 'sshd has no /run/sshd to work in';
  return null;
}

export interface SshDaemon {
  /** For `ssh -F`: an alias `far`, a key of its own, and no known hosts. `locked` is the same machine by a key with a passphrase. */
  readonly clientConfig: string;
  stop(): Promise<void>;
}

/** Of the key of the alias `locked`. */
export const PASSPHRASE = 'open, sesame';

/** A real sshd on loopback, with keys of its own. Logins see the given variables. */
export async function startSshDaemon(folder: string, env: Readonly<Record<string, string>>): Promise<SshDaemon> {
  mkdirSync(folder, { mode: 0o700 });
  const file = (name: string) => join(folder, name);
  const port = await freePort();
  for (const name of ['host', 'user', 'locked']) {
    const passphrase = name === 'locked' ? PASSPHRASE : '';
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-a', '1', '-N', passphrase, '-C', name, '-f', file(name)]);
  }
  const keys = ['user', 'locked'].map((name) => readFileSync(file(`${name}.pub`), 'utf8'));
  writeFileSync(file('authorized'), keys.join(''), { mode: 0o600 });
  writeFileSync(
    file('sshd_config'),
    [
      ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`, `PidFile ${file('pid')}`],
      ...[`AuthorizedKeysFile ${file('authorized')}`, 'StrictModes no', 'UsePAM no', 'PasswordAuthentication no'],
      `SetEnv ${Object.entries(env)
        .map(([name, value]) => `${name}=${value}`)
        .join(' ')}`,
      '',
    ].join('\n'),
  );
  const aliases = [
    ['far', 'user'],
    ['locked', 'locked'],
  ] as const;
  writeFileSync(
    file('ssh_config'),
    aliases
      .flatMap(([alias, key]) => [
        ...[`Host ${alias}`, '  HostName 127.0.0.1', `  Port ${port}`, `  IdentityFile ${file(key)}`],
        ...['  IdentitiesOnly yes', `  UserKnownHostsFile ${file('known')}`, ''],
      ])
      .join('\n'),
  );
  const daemon = spawn(SSHD, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] });
  const gone = new Promise<void>((resolve) => daemon.once('exit', () => resolve()));
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    daemon.once('exit', () => reject(new Error(printed)));
    daemon.stderr.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.includes('Server listening')) resolve();
    });
  });
  return {
    clientConfig: file('ssh_config'),
    stop: () => {
      daemon.kill();
      return gone;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

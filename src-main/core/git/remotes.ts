import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { GitRepoState } from '../../../src-shared/model/git.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { GitRunner } from './git-runner.ts';

export type Remote = GitRepoState['remotes'][number];

/** The remotes by name, addresses without user names and passwords. */
export async function listRemotes(git: GitRunner, root: string): Promise<Result<readonly Remote[], AppError>> {
  const args = ['config', '-z', '--get-regexp', '^remote\\..*\\.url$'];
  const answer = await git.raw(args, { cwd: root, okCodes: [0, 1] });
  if (!answer.ok) return answer;
  const remotes = new Map<string, string>();
  for (const record of answer.value.stdout.toString('utf8').split('\0')) {
    const cut = record.indexOf('\n');
    if (cut < 0) continue;
    const name = record.slice('remote.'.length, cut - '.url'.length);
    // Of several addresses Git fetches from the first.
    if (!remotes.has(name)) remotes.set(name, withoutSecrets(record.slice(cut + 1)));
  }
  return ok([...remotes].map(([name, url]) => ({ name, url })));
}

/**
 * Takes what may be a secret out of an address: user names and passwords of http(s), passwords of other protocols. The user of an ssh
 * address (`git@`) is part of where it leads and stays.
 */
export function withoutSecrets(address: string): string {
  return address.replace(/\b([a-z][a-z0-9+.-]*):\/\/([^/\s@]*)@/gi, (_, protocol: string, user: string) => {
    const kept = /^https?$/i.test(protocol) ? '' : (user.split(':')[0] ?? '');
    return `${protocol}://${kept === '' ? '' : `${kept}@`}`;
  });
}

/** Host of an address, for example `github.com`; null for a path on this machine. */
export function hostOf(address: string): string | null {
  const url = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]+)/i.exec(address);
  if (url) return url[1]?.toLowerCase() ?? null;
  // scp-like: `git@github.com:owner/name`; a single letter before the colon is a Windows drive.
  return /^(?:[^/@\s]+@)?([^/:\s]{2,}):(?!\/\/)/.exec(address)?.[1]?.toLowerCase() ?? null;
}

/**
 * What two addresses of one repository have in common, however they are written: `github.com/owner/name`. Null for a path on this machine.
 */
export function originKey(address: string): string | null {
  const host = hostOf(address);
  if (host === null) return null;
  const path = /^[a-z][a-z0-9+.-]*:\/\/[^/]*\/(.*)$/i.exec(address)?.[1] ?? address.slice(address.indexOf(':') + 1);
  const name = path
    .replace(/[?#].*$/, '')
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '');
  return name === '' ? null : `${host}/${name}`.toLowerCase();
}

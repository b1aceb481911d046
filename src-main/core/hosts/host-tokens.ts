import type { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { hosts } from '../../../src-shared/contract/hosts.ts';
import type { HostToken } from '../../../src-shared/model/host.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Ports } from '../ports.ts';
import type { StoredToken } from './host-store.ts';

type PlaceInput = z.output<typeof hosts.test.input>['place'];
export type TokenInput = Extract<PlaceInput, { readonly kind: 'websocket' }>['token'];

/** The tokens of hosts: in the system's key store where the shell has one, else in memory; never in a file as they are. */
export interface HostTokens {
  /** What is stored of a token that was chosen. `hostId`: whose typed one is meant by a null one. */
  keep(hostId: string, chosen: TokenInput, before: StoredToken | null): Promise<StoredToken>;
  /** Takes what is stored out of the key store, so that it can be read. */
  load(hostId: string, stored: StoredToken): Promise<void>;
  /** The token itself; null where none is sent. Fails with `host.token-missing`. */
  read(hostId: string, stored: StoredToken): Result<string | null, AppError>;
  /** The same of one that is not stored. */
  readChosen(hostId: string | null, chosen: TokenInput, before: StoredToken | null): Result<string | null, AppError>;
  forget(hostId: string): void;
}

export function createHostTokens(options: {
  readonly vault: Ports['vault'];
  readonly env: Readonly<Record<string, string | undefined>>;
}): HostTokens {
  const { vault, env } = options;
  const typed = new Map<string, string>();
  const missing = (variable: string | null) => err({ code: 'host.token-missing', variable } as const);

  const fromEnvironment = (name: string): Result<string, AppError> => {
    const value = env[name]?.trim() ?? '';
    return value === '' ? missing(name) : ok(value);
  };
  const read: HostTokens['read'] = (hostId, stored) => {
    if (stored.kind === 'none') return ok(null);
    if (stored.kind === 'environment') return fromEnvironment(stored.name);
    const value = typed.get(hostId);
    return value === undefined ? missing(null) : ok(value);
  };
  return {
    keep: async (hostId, chosen, before) => {
      if (chosen.kind !== 'typed') {
        typed.delete(hostId);
        return chosen;
      }
      if (chosen.token === null) return before?.kind === 'typed' ? before : { kind: 'typed', sealed: null };
      typed.set(hostId, chosen.token);
      return { kind: 'typed', sealed: (await vault?.seal(chosen.token)) ?? null };
    },
    load: async (hostId, stored) => {
      if (stored.kind !== 'typed' || stored.sealed === null) return;
      const token = await vault?.open(stored.sealed);
      if (token !== undefined && token !== null) typed.set(hostId, token);
    },
    read,
    readChosen: (hostId, chosen, before) => {
      if (chosen.kind === 'none') return ok(null);
      if (chosen.kind === 'environment') return fromEnvironment(chosen.name);
      if (chosen.token !== null) return ok(chosen.token);
      return hostId !== null && before?.kind === 'typed' ? read(hostId, before) : missing(null);
    },
    forget: (hostId) => void typed.delete(hostId),
  };
}

/** As a window may see it. */
export const shownToken = (stored: StoredToken): HostToken =>
  stored.kind === 'typed' ? { kind: 'typed', kept: stored.sealed !== null } : stored;

/** What can go wrong with machines that are not this one. */
export type HostError =
  | { readonly code: 'host.unknown' }
  | { readonly code: 'host.bad-address'; readonly address: string }
  /** Another machine's app-server would be open to everybody. */
  | { readonly code: 'host.token-needed'; readonly address: string }
  /** A token would cross the network in the clear. */
  | { readonly code: 'host.insecure'; readonly address: string }
  /** `variable` null: the token that was typed in is not known any more. */
  | { readonly code: 'host.token-missing'; readonly variable: string | null }
  | { readonly code: 'host.unreachable'; readonly detail: string }
  | { readonly code: 'host.refused'; readonly detail: string }
  /** Nobody has said yet whether this key is the host's (`hosts.trustKey`). `type`: `ssh-ed25519` and the like. */
  | {
      readonly code: 'host.key-unknown';
      readonly destination: string;
      readonly type: string;
      readonly fingerprint: string;
    }
  /** The machine can be reached, and has no Codex where Skein looks. */
  | { readonly code: 'host.no-codex' }
  /** There is no Codex for what the machine says it is. */
  | { readonly code: 'host.no-package'; readonly system: string }
  /** `folder`: nothing can be written in its home. `run`: what was put there does not run on that machine. */
  | {
      readonly code: 'host.install-failed';
      readonly reason: 'fetch' | 'checksum' | 'folder' | 'unpack' | 'run';
      readonly detail: string;
    }
  | { readonly code: 'host.in-use'; readonly projects: number }
  /** Skein can do this on this machine's own files only. */
  | { readonly code: 'host.not-here' };

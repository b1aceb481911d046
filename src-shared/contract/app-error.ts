import type { AccountError } from './account-error.ts';
import type { LinkRefusal } from '../model/deep-link.ts';
import type { HostError } from './host-error.ts';
import type { ConfigError } from './config-error.ts';
import type { PluginError } from './plugin-error.ts';
import type { WorkError } from './work-error.ts';

/** Every failure the UI may have to explain. Codes are `area.reason`; words live in the renderer's `describe-error`. */
export type AppError =
  | { readonly code: 'rpc.bad-input'; readonly issues: readonly string[] }
  | { readonly code: 'rpc.disconnected' }
  | { readonly code: 'rpc.stream-overflow' }
  | { readonly code: 'internal'; readonly message: string }
  | { readonly code: 'server.unknown'; readonly serverId: string }
  | { readonly code: 'server.not-running' }
  /** The app-server ended while the call was under way. */
  | { readonly code: 'server.died' }
  | { readonly code: 'server.timeout'; readonly method: string; readonly afterMs: number }
  | { readonly code: 'server.overloaded'; readonly method: string }
  | { readonly code: 'codex.rejected'; readonly method: string; readonly rpcCode: number; readonly message: string }
  /** This version of Codex cannot do it. */
  | { readonly code: 'codex.unsupported'; readonly feature: string; readonly version: string }
  | { readonly code: 'thread.not-found'; readonly threadId: string }
  | { readonly code: 'thread.locked' }
  | { readonly code: 'thread.archived' }
  /** A turn runs there: end it first. */
  | { readonly code: 'thread.running' }
  | { readonly code: 'thread.server-queue'; readonly entries: readonly string[] }
  /** The server would go on with the thread's goal by itself: the user decides. */
  | { readonly code: 'thread.goal-active'; readonly objective: string }
  | { readonly code: 'thread.not-steerable'; readonly reason: 'review' | 'compaction' | 'no-turn' | 'other-turn' }
  | { readonly code: 'thread.nothing-to-interrupt' }
  | { readonly code: 'input.too-large'; readonly chars: number; readonly maxChars: number }
  | { readonly code: 'input.empty' }
  | { readonly code: 'input.image-unsupported'; readonly model: string }
  | { readonly code: 'input.unknown-command'; readonly command: string }
  | { readonly code: 'input.needs-argument'; readonly command: string }
  | { readonly code: 'approval.gone' }
  | { readonly code: 'approval.not-offered' }
  | { readonly code: 'approval.bad-answer'; readonly issues: readonly string[] }
  | { readonly code: 'queue.gone' }
  | { readonly code: 'queue.no-limit' }
  | { readonly code: 'project.unknown' }
  | { readonly code: 'project.not-trusted'; readonly path: string }
  | { readonly code: 'path.not-absolute'; readonly path: string }
  | { readonly code: 'path.missing'; readonly path: string }
  | { readonly code: 'path.not-a-folder'; readonly path: string }
  | { readonly code: 'path.not-a-file'; readonly path: string }
  | { readonly code: 'path.no-access'; readonly path: string }
  | { readonly code: 'path.outside'; readonly path: string }
  | { readonly code: 'file.too-large'; readonly path: string; readonly bytes: number; readonly maxBytes: number }
  | { readonly code: 'file.not-an-image'; readonly name: string }
  | { readonly code: 'file.expired' }
  | { readonly code: 'git.not-installed' }
  | { readonly code: 'git.failed'; readonly command: string; readonly stderr: string }
  | AccountError
  | HostError
  | ConfigError
  | PluginError
  | WorkError
  | { readonly code: 'storage.failed'; readonly file: string; readonly reason: string }
  /** A file of Skein's own could not be read; it was kept as `copy` (null: it could not even be moved) and defaults are in use. */
  | { readonly code: 'storage.set-aside'; readonly file: string; readonly copy: string | null; readonly reason: string }
  /** `port`: where the holder can be asked on loopback to show itself; null where it cannot. */
  | { readonly code: 'storage.locked'; readonly pid: number; readonly port: number | null }
  | { readonly code: 'shell.not-available'; readonly feature: string }
  | { readonly code: 'url.not-allowed'; readonly url: string }
  /** Another `codex` stands where the command would go, or after it on PATH. */
  | { readonly code: 'launcher.in-the-way'; readonly file: string }
  | { readonly code: 'launcher.failed'; readonly file: string; readonly reason: string }
  /** A `codex://` or `skein://` link that is not followed; only its beginning is told. */
  | { readonly code: 'link.refused'; readonly link: string; readonly reason: LinkRefusal }
  | { readonly code: 'demo.failed'; readonly reason: string };

export type AppErrorCode = AppError['code'];

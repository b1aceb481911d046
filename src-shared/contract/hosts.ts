import { z } from 'zod';
import type { Host, HostChoices, HostInstall, HostQuestion, HostTrial } from '../model/host.ts';
import type { ServerId } from '../model/ids.ts';
import type { FolderListing } from '../model/project.ts';
import { call, stream } from './define.ts';
import { path, serverId } from './fields.ts';

const hostId = z.string().regex(/^[\w-]{1,80}$/);
const label = z.string().trim().min(1).max(80);
/** An environment variable's name, as POSIX has it. */
const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,199}$/);

/** Becomes an argument of its own: it must not look like an option. */
const word = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\u0000-\u001f-][^\u0000-\u001f]*$/);

const token = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('environment'), name: variable }),
  /** Visible ASCII, as a header can carry it. `token` null: the one that was typed before. */
  z.object({
    kind: z.literal('typed'),
    token: z
      .string()
      .regex(/^[\x21-\x7e]{1,8000}$/)
      .nullable(),
  }),
]);
const destination = word.regex(/^[^\s/\\'"`$;&|<>()]+$/);
const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('websocket'), url: z.string().trim().min(1).max(2000), token }),
  z.object({ kind: z.literal('wsl'), distribution: word }),
  z.object({ kind: z.literal('ssh'), destination }),
]);
export type HostPlaceInput = z.input<typeof place>;

export const hosts = {
  /** Those that the user added; this machine is not among them. */
  watch: stream(z.object({})).of<readonly Host[]>(),
  add: call(z.object({ label, place })).returns<{ readonly hostId: string; readonly serverId: ServerId }>(),
  /** Connects anew with what was changed. */
  edit: call(z.object({ hostId, label, place })).returns<null>(),
  /** Fails with `host.in-use` while projects are there. Nothing on the host itself is touched. */
  remove: call(z.object({ hostId })).returns<null>(),
  choices: call(z.object({})).returns<HostChoices>(),
  /** Connects once, beside what runs, and says what answers there. `hostId`: whose typed token is meant by a null one. */
  test: call(z.object({ hostId: hostId.nullable(), place })).returns<HostTrial>(),
  /**
   * Takes the key that the last `test` of an SSH destination was shown (`host.key-unknown`). It is kept in a file of Skein's own. Fails with
   * `host.refused` when it was another one.
   */
  trustKey: call(
    z.object({ destination, fingerprint: z.string().regex(/^SHA256:[A-Za-z0-9+/]{43}$/) }),
  ).returns<null>(),
  /** What SSH hosts want to know now, in the order it was asked. */
  watchQuestions: stream(z.object({})).of<readonly HostQuestion[]>(),
  /**
   * The answer goes to the ssh that asked, and nowhere else. Null cancels: that ssh is ended, and its host is refused. One that is not asked any more
   * is passed over.
   */
  answerQuestion: call(
    z.object({
      questionId: z.string().max(100),
      answer: z
        .string()
        .regex(/^[^\u0000-\u001f]{0,1000}$/)
        .nullable(),
    }),
  ).returns<null>(),
  /**
   * Puts the Codex of this Skein into the home of an SSH host or a WSL distribution, checked here and there, beside whatever is there and not
   * on its PATH. It is given up when the stream is closed. Fails with `host.no-package`, `host.install-failed` and as `test` does.
   */
  install: stream(z.object({ place })).of<HostInstall>(),
  /** The folders inside a folder of a server's host; null is the folder where people keep their own. */
  listFolder: call(z.object({ serverId, path: path.nullable() })).returns<FolderListing>(),
  createFolder: call(z.object({ serverId, parent: path, name: z.string().min(1).max(255) })).returns<FolderListing>(),
} as const;

import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { hosts as contract } from '../../../src-shared/contract/hosts.ts';
import type { Host, HostChoices, HostInstall, HostTrial } from '../../../src-shared/model/host.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import { tryServer } from '../codex/try-server.ts';
import type { Clock, CoreConfig, Log, Ports } from '../ports.ts';
import { REMOTE_PREFIX, remoteServerId } from '../servers/server-id.ts';
import type { ServerRegistry } from '../servers/server-registry.ts';
import { failedProcess } from './failed-process.ts';
import { findHostChoices } from './host-choices.ts';
import type { Host as ProcessHost, HostProcess } from './host.ts';
import { openHostStore, type StoredHost, type StoredPlace } from './host-store.ts';
import { createHostTokens, shownToken } from './host-tokens.ts';
import { installCodex } from './install-codex.ts';
import { START_SCRIPT } from './start-script.ts';
import { checkAddress } from './websocket-address.ts';
import { createSshHostKeys, isUnknownKey } from './ssh-host-keys.ts';
import { ASK_NOTHING, openSshLink, SSH_OPTIONS } from './ssh-link.ts';
import { createSshQuestions, type SshQuestions } from './ssh-questions.ts';
import { openWebSocketLink } from './websocket-link.ts';
import { openWslLink } from './wsl-link.ts';
import { toLinuxPath } from './wsl-paths.ts';

type PlaceInput = z.output<typeof contract.test.input>['place'];

/** Machines that are not this one: each has one server, which lives as long as the host is in the list. */
export interface HostService {
  watch(listener: (hosts: readonly Host[]) => void): Unsubscribe;
  add(
    label: string,
    place: PlaceInput,
  ): Promise<Result<{ readonly hostId: string; readonly serverId: ServerId }, AppError>>;
  edit(hostId: string, label: string, place: PlaceInput): Promise<Result<null, AppError>>;
  remove(hostId: string): Promise<Result<null, AppError>>;
  test(hostId: string | null, place: PlaceInput): Promise<Result<HostTrial, AppError>>;
  /** The user says that this key, shown by the last test of the destination, is the host's. */
  trustKey(destination: string, fingerprint: string): Promise<Result<null, AppError>>;
  /** Puts this Skein's Codex into the host's home. Fails with `host.no-package`, `host.install-failed` or as a test does. */
  install(
    place: PlaceInput,
    how: { readonly signal: AbortSignal; readonly onProgress: (progress: HostInstall) => void },
  ): Promise<Result<null, AppError>>;
  /** What ssh wants to know while it connects. */
  readonly questions: Pick<SshQuestions, 'watch' | 'answer'>;
  choices(): Promise<HostChoices>;
  /** A path as its host writes it: Windows' own, such as one that was dropped or copied, for a WSL distribution. Others stay as they are. */
  toHostPath(serverId: ServerId, typed: string): string;
  /** The machine woke up: connections that wait for their next try are tried now. */
  wake(): void;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

export interface HostServiceOptions {
  readonly config: CoreConfig;
  /** This machine, where ssh and wsl.exe are started. */
  readonly host: ProcessHost;
  readonly vault: Ports['vault'];
  readonly servers: Pick<ServerRegistry, 'addRemote' | 'remove' | 'restart' | 'list'>;
  /** How many projects belong to a server. */
  readonly projectsOf: (serverId: ServerId) => number;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}

export async function openHosts(options: HostServiceOptions): Promise<HostService> {
  const { config, servers, clock, log, report } = options;
  const file = await openHostStore({ skeinHome: config.skeinHome, clock, log, report });
  const tokens = createHostTokens({ vault: options.vault, env: config.env });
  const listeners = createListeners<readonly Host[]>('hosts', log);
  const find = (hostId: string) => file.value().find((host) => host.id === hostId) ?? null;
  const shown = (): readonly Host[] =>
    file.value().map(({ id, label, place }) => ({
      id,
      label,
      serverId: remoteServerId(id),
      place: place.kind === 'websocket' ? { ...place, token: shownToken(place.token) } : place,
    }));
  const set = (change: (hosts: readonly StoredHost[]) => readonly StoredHost[]) => {
    file.update(change);
    listeners.emit(shown());
  };

  const launch = { env: config.env, cwd: config.homeFolder };
  const here = { ...launch, host: options.host, skeinHome: config.skeinHome };
  const keys = createSshHostKeys({ ...here, common: [...ASK_NOTHING, ...SSH_OPTIONS] });
  const questions = createSshQuestions({ ...here, log });
  /** Before ssh is started for the first time. */
  const prepare = async (place: PlaceInput | StoredPlace) => {
    if (place.kind === 'ssh') await questions.prepare();
  };
  const runThere = (place: Exclude<PlaceInput | StoredPlace, { kind: 'websocket' }>, script: string): HostProcess =>
    place.kind === 'wsl'
      ? openWslLink(options.host, { ...launch, distribution: place.distribution, script })
      : openSshLink(options.host, {
          ...launch,
          destination: place.destination,
          keys: keys.options(),
          questions,
          script,
        });
  /** How a place is reached; the token is asked for where one may be needed. */
  const link = (
    place: PlaceInput | StoredPlace,
    readToken: () => Result<string | null, AppError>,
  ): Result<() => HostProcess, AppError> => {
    switch (place.kind) {
      case 'wsl':
      case 'ssh':
        return ok(() => runThere(place, START_SCRIPT));
      case 'websocket':
        return linkTo(place.url, readToken());
    }
  };
  const linkTo = (url: string, token: Result<string | null, AppError>): Result<() => HostProcess, AppError> => {
    if (!token.ok) return token;
    const address = checkAddress(url, token.value !== null);
    if (!address.ok) return address;
    return ok(() => openWebSocketLink({ url: address.value, token: token.value, clock }));
  };
  /** With the token of now: a variable may have been set, a token typed anew. */
  const start = (hostId: string): HostProcess => {
    const host = find(hostId);
    if (!host) return failedProcess('HOST_REFUSED', 'This host was removed');
    const { place } = host;
    const opened = link(place, () => (place.kind === 'websocket' ? tokens.read(hostId, place.token) : ok(null)));
    return opened.ok ? opened.value() : failedProcess('HOST_REFUSED', refusal(opened.error));
  };
  const begin = (hostId: string) =>
    servers.addRemote({ hostId, label: () => find(hostId)?.label ?? '', start: () => start(hostId) });
  const tokenOf = (place: StoredPlace | null) => (place?.kind === 'websocket' ? place.token : null);
  const toStored = async (hostId: string, place: PlaceInput, before: StoredPlace | null): Promise<StoredPlace> =>
    place.kind === 'websocket' ? { ...place, token: await tokens.keep(hostId, place.token, tokenOf(before)) } : place;
  /** What can be said without connecting. */
  const check = (hostId: string | null, place: PlaceInput) =>
    link(place, () => {
      const before = hostId === null ? null : tokenOf(find(hostId)?.place ?? null);
      return place.kind === 'websocket' ? tokens.readChosen(hostId, place.token, before) : ok(null);
    });

  /** Where only the key is not known, the question that OpenSSH would have asked. */
  const aboutKey = async (destination: string, error: AppError): Promise<AppError> => {
    if (error.code !== 'host.refused' || !isUnknownKey(error.detail)) return error;
    const key = await keys.ask(destination);
    if (!key) return error;
    const { type, fingerprint } = key;
    return { code: 'host.key-unknown', destination, type, fingerprint };
  };

  for (const { id, place } of file.value()) {
    if (place.kind === 'websocket') await tokens.load(id, place.token);
    await prepare(place);
  }
  for (const { id } of file.value()) begin(id);
  return {
    watch: (listener) => {
      listener(shown());
      return listeners.add(listener);
    },
    add: async (label, place) => {
      const checked = check(null, place);
      if (!checked.ok) return checked;
      const id = `${REMOTE_PREFIX}${randomUUID()}`;
      await prepare(place);
      const added = { id, label, place: await toStored(id, place, null) };
      set((hosts) => [...hosts, added]);
      return ok({ hostId: id, serverId: begin(id) });
    },
    edit: async (hostId, label, place) => {
      const before = find(hostId);
      if (!before) return err({ code: 'host.unknown' });
      const checked = check(hostId, place);
      if (!checked.ok) return checked;
      await prepare(place);
      const changed = { id: hostId, label, place: await toStored(hostId, place, before.place) };
      set((hosts) => hosts.map((host) => (host.id === hostId ? changed : host)));
      return servers.restart(remoteServerId(hostId));
    },
    remove: async (hostId) => {
      if (!find(hostId)) return err({ code: 'host.unknown' });
      const projects = options.projectsOf(remoteServerId(hostId));
      if (projects > 0) return err({ code: 'host.in-use', projects });
      set((hosts) => hosts.filter((host) => host.id !== hostId));
      tokens.forget(hostId);
      await servers.remove(remoteServerId(hostId));
      return ok(null);
    },
    test: async (hostId, place) => {
      const checked = check(hostId, place);
      if (!checked.ok) return checked;
      await prepare(place);
      const tried = await tryServer({ start: checked.value, version: config.version, clock, log });
      return tried.ok || place.kind !== 'ssh' ? tried : err(await aboutKey(place.destination, tried.error));
    },
    trustKey: async (destination, fingerprint) =>
      (await keys.accept(destination, fingerprint))
        ? ok(null)
        : err({ code: 'host.refused', detail: 'The host shows another key by now' }),
    install: async (place, { signal, onProgress }) => {
      // Over a WebSocket there is an app-server already.
      if (place.kind === 'websocket') return err({ code: 'host.no-package', system: place.url });
      await prepare(place);
      const { codexDir, env } = config;
      const given = { host: options.host, env, codexDir, signal, onProgress };
      return installCodex((script) => runThere(place, script), given).catch((error: unknown) =>
        err({ code: 'host.install-failed', reason: 'fetch', detail: String(error) } as const),
      );
    },
    questions,
    choices: () => findHostChoices({ host: options.host, homeFolder: config.homeFolder, env: config.env }),
    toHostPath: (serverId, typed) => {
      const place = file.value().find(({ id }) => remoteServerId(id) === serverId)?.place;
      return place?.kind === 'wsl' ? (toLinuxPath(typed.trim(), place.distribution) ?? typed) : typed;
    },
    wake: () => {
      for (const server of servers.list()) {
        const { phase, hostId } = server.state();
        if (hostId !== 'local' && phase.kind === 'restarting') void server.restart();
      }
    },
    notices: () => file.notices(),
    dispose: async () => {
      await questions.dispose();
      await file.dispose();
    },
  };
}

/** For the log and the details; the words for people are the renderer's. */
function refusal(error: AppError): string {
  if (error.code !== 'host.token-missing') return error.code;
  return error.variable === null ? 'The token has to be typed again' : `The variable ${error.variable} is not set`;
}

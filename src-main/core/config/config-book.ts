import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ConfigHealth, ConfigState, ExecRule } from '../../../src-shared/model/config.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createConfigGateway, type ConfigGateway } from '../codex/config-gateway.ts';
import type { Clock, Log } from '../ports.ts';
import { createLiveValue, onNextReady, type LiveValue } from '../live/live-value.ts';
import { createSerial } from '../scheduling/serial.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { problemOf } from './config-problem.ts';
import { readFeatures, readSettings, readVariables } from './config-values.ts';
import { readProfiles } from './profiles.ts';
import { listRules, ruleFolders } from './rules.ts';
import { watchFolder, watchNames } from './watch-names.ts';
import { isReadOnly, writeConfig, type ConfigEdits, type WrittenConfig } from './write-config.ts';

/** The configuration of one server: read while it is watched, and written by one at a time. */
export interface ConfigBook {
  readonly server: CodexServer;
  readonly gateway: ConfigGateway;
  state(cwd: string | null): LiveValue<ConfigState>;
  health(): LiveValue<ConfigHealth>;
  rules(cwd: string | null): LiveValue<readonly ExecRule[]>;
  /** `reload`: threads that are loaded take it up. */
  write(edits: ConfigEdits, options?: { readonly reload?: boolean }): Promise<Result<WrittenConfig, AppError>>;
  /** Lets everything that is watched be read again, and waits until it was told. */
  changed(): Promise<void>;
  dispose(): void;
}

export interface ConfigBookPorts {
  /** Where copies of config.toml are kept. */
  readonly copies: string;
  /** The configuration may be another one: what was made of it is old. */
  readonly onChange: (server: CodexServer) => void;
  readonly clock: Clock;
  readonly log: Log;
}

const CONFIG_FILE = 'config.toml';

export function openConfigBook(server: CodexServer, ports: ConfigBookPorts): ConfigBook {
  const gateway = createConfigGateway(server);
  const home = server.state().codexHome;
  const file = join(home, CONFIG_FILE);
  /** Files of another machine are not looked at: there is only what its server tells. */
  const here = isLocalServer(server.id);
  const writes = createSerial<'write'>();
  const shared = new Map<string, LiveValue<unknown>>();

  const share = <T>(key: string, load: () => Promise<T | null>, listen: (changed: () => void) => Unsubscribe) => {
    const present = shared.get(key);
    // The key names the kind of value.
    if (present) return present as LiveValue<T>;
    const value = createLiveValue<T>({
      read: async () => {
        const read = await load();
        return read === null ? null : ok(read);
      },
      listen,
      onClose: () => shared.delete(key),
    });
    shared.set(key, value);
    return value;
  };

  const loadState = async (cwd: string | null): Promise<ConfigState | null> => {
    const read = await gateway.read(cwd);
    const readOnly = here && (await isReadOnly(file));
    if (!read.ok) {
      const problem = problemOf(read.error, file);
      if (!problem) ports.log.warn('The configuration could not be read', { error: read.error.code });
      return problem && { ...EMPTY, file, readOnly, problem };
    }
    const [requirements, profiles, features] = await Promise.all([
      gateway.requirements(),
      gateway.profiles(cwd),
      gateway.features(),
    ]);
    const required = requirements.ok ? requirements.value : null;
    const layers = read.value.layers.map(({ layer }) => layer);
    return {
      file: layers.find((layer) => layer.kind === 'user')?.file ?? file,
      readOnly,
      problem: null,
      settings: readSettings(read.value, required),
      profiles: readProfiles(read.value, profiles.ok ? profiles.value : []),
      features: features.ok ? readFeatures(features.value, read.value, required) : [],
      variables: readVariables(read.value),
      managed: required !== null,
      layers,
    };
  };
  const loadHealth = async (): Promise<ConfigHealth | null> => {
    const read = await gateway.read(null);
    const problem = read.ok ? null : problemOf(read.error, file);
    if (!read.ok && !problem) return null;
    ports.onChange(server);
    return { problem, startedWithDefaults: startedWithDefaults(server) };
  };

  /** For files in these folders, and for each new run of the server. */
  const listenTo =
    (folders: readonly (readonly [string, readonly string[]])[], more?: (changed: () => void) => Unsubscribe) =>
    (changed: () => void): Unsubscribe => {
      const stops = [
        ...(here ? folders : []).map(([folder, names]) => watchNames(folder, names, changed)),
        onNextReady(server, changed),
        onAccount(changed),
        ...(more ? [more(changed)] : []),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    };
  const configFolders = (cwd: string | null): readonly (readonly [string, readonly string[]])[] => [
    [home, [CONFIG_FILE]],
    ...(cwd === null ? [] : [[join(cwd, '.codex'), [CONFIG_FILE]] as const]),
  ];
  /** An account may bring requirements of its administrator along. */
  const onAccount = (changed: () => void): Unsubscribe => {
    let known = JSON.stringify(server.state().account);
    return server.onState(({ account }) => {
      const now = JSON.stringify(account);
      if (now === known) return;
      known = now;
      changed();
    });
  };
  const onBrokenNotice = (changed: () => void): Unsubscribe => {
    let known = startedWithDefaults(server);
    return server.onState(() => {
      if (startedWithDefaults(server) === known) return;
      known = !known;
      changed();
    });
  };

  return {
    server,
    gateway,
    state: (cwd) => share(`state#${cwd ?? ''}`, () => loadState(cwd), listenTo(configFolders(cwd))),
    health: () => share('health', loadHealth, listenTo(configFolders(null), onBrokenNotice)),
    rules: (cwd) => {
      const folders = ruleFolders(home, cwd);
      return share(
        `rules#${cwd ?? ''}`,
        () => (here ? listRules(folders) : Promise.resolve([])),
        listenTo([], (changed) => {
          const stops = here ? folders.map(({ folder }) => watchFolder(folder, changed)) : [];
          return () => {
            for (const stop of stops) stop();
          };
        }),
      );
    },
    write: (edits, { reload = false } = {}) =>
      writes.run('write', async () => {
        const written = await writeConfig(
          { gateway, file: here ? file : null, copies: ports.copies, now: () => ports.clock.now(), reload },
          edits,
        );
        if (written.ok) await reloadAll();
        return written;
      }),
    changed: reloadAll,
    dispose: () => {
      for (const value of [...shared.values()]) value.close();
    },
  };

  async function reloadAll(): Promise<void> {
    ports.onChange(server);
    await Promise.all([...shared.values()].map((value) => value.reload()));
  }
}

const startedWithDefaults = (server: CodexServer): boolean =>
  server.state().notices.some(({ code }) => code === 'config-broken');

const EMPTY = {
  settings: [],
  profiles: [],
  features: [],
  variables: [],
  managed: false,
  layers: [],
} as const satisfies Partial<ConfigState>;

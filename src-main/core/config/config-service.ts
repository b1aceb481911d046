import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type {
  ConfigHealth,
  ConfigState,
  ExecRule,
  HomeText,
  HomeTextFile,
  MemoryStatus,
} from '../../../src-shared/model/config.ts';
import type { ConfigKey } from '../../../src-shared/model/config-keys.ts';
import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import type { Json } from '../../../src-shared/model/json.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import type { LiveValue } from '../live/live-value.ts';
import { isLocalServer } from '../servers/server-id.ts';
import { openConfigBook, type ConfigBook, type ConfigBookPorts } from './config-book.ts';
import { isAllowed, pathOf, valueAt } from './config-values.ts';
import { readHomeText, writeHomeText } from './home-texts.ts';
import { profileEdits, removalEdits, type WantedProfile } from './profiles.ts';
import { restoreRule, revokeRule, ruleFolders } from './rules.ts';
import type { ReadConfig } from '../codex/config-gateway.ts';
import type { SeenEdit, WrittenConfig } from './write-config.ts';

export interface KeyChange {
  readonly key: ConfigKey;
  readonly value: Json;
  readonly seen: Json;
}

/**
 * What another service makes of the user's file as it is at that moment. An error refuses the write; nothing to do is no error. It may be
 * asked more than once: another program can be faster.
 */
export type MakeEdits = (read: ReadConfig) => Result<readonly SeenEdit[], AppError>;

/** Writes keys for other services, on the one way that there is; threads that are loaded take them up. */
export interface ConfigWriter {
  edit(serverId: ServerId, make: MakeEdits): Promise<Result<WrittenConfig, AppError>>;
}

/** Codex's configuration, of every server. Each call fails with `server.unknown` where there is no such server. */
export interface ConfigService extends ConfigWriter {
  addServer(server: CodexServer): void;
  watch(serverId: ServerId, cwd: string | null, sink: StreamSink<ConfigState>): Unsubscribe;
  watchHealth(serverId: ServerId, sink: StreamSink<ConfigHealth>): Unsubscribe;
  watchRules(serverId: ServerId, cwd: string | null, sink: StreamSink<readonly ExecRule[]>): Unsubscribe;
  write(serverId: ServerId, edits: readonly KeyChange[], overwrite: boolean): Promise<Result<WrittenConfig, AppError>>;
  setFeature(serverId: ServerId, name: string, enabled: boolean | null): Promise<Result<null, AppError>>;
  setVariable(serverId: ServerId, name: string, value: string | null): Promise<Result<null, AppError>>;
  saveProfile(serverId: ServerId, profile: WantedProfile, isNew: boolean): Promise<Result<null, AppError>>;
  removeProfile(serverId: ServerId, id: string): Promise<Result<null, AppError>>;
  changeRule(
    serverId: ServerId,
    cwd: string | null,
    rule: { readonly file: string; readonly text: string },
    change: 'revoke' | 'restore',
  ): Promise<Result<null, AppError>>;
  readText(serverId: ServerId, which: HomeText): Promise<Result<HomeTextFile, AppError>>;
  writeText(
    serverId: ServerId,
    which: HomeText,
    text: string,
    expected: string | null,
  ): Promise<Result<{ readonly version: string }, AppError>>;
  memory(serverId: ServerId): Promise<Result<MemoryStatus, AppError>>;
  resetMemory(serverId: ServerId): Promise<Result<null, AppError>>;
  threadMemory(serverId: ServerId, threadId: ThreadId): Promise<Result<{ readonly summary: string | null }, AppError>>;
  setThreadMemory(serverId: ServerId, threadId: ThreadId, remembered: boolean): Promise<Result<null, AppError>>;
  dispose(): void;
}

export function createConfigService(ports: ConfigBookPorts): ConfigService {
  const books = new Map<ServerId, ConfigBook>();
  const use = async <T>(serverId: ServerId, run: (book: ConfigBook) => Promise<Result<T, AppError>>) => {
    const book = books.get(serverId);
    return book ? run(book) : err<AppError>({ code: 'server.unknown', serverId });
  };
  /** For files: Skein reads and writes them on this machine alone. */
  const useHere = <T>(serverId: ServerId, run: (book: ConfigBook) => Promise<Result<T, AppError>>) =>
    isLocalServer(serverId) ? use(serverId, run) : Promise.resolve(err<AppError>({ code: 'host.not-here' }));
  const stream = <T>(serverId: ServerId, sink: StreamSink<T>, open: (book: ConfigBook) => LiveValue<T>) => {
    const book = books.get(serverId);
    if (book) return open(book).watch(sink);
    sink.fail({ code: 'server.unknown', serverId });
    return () => undefined;
  };
  const done = async (written: Promise<Result<unknown, AppError>>): Promise<Result<null, AppError>> => {
    const result = await written;
    return result.ok ? ok(null) : result;
  };
  return {
    addServer: (server) => {
      books.get(server.id)?.dispose();
      books.set(server.id, openConfigBook(server, ports));
    },
    watch: (serverId, cwd, sink) => stream(serverId, sink, (book) => book.state(cwd)),
    watchHealth: (serverId, sink) => stream(serverId, sink, (book) => book.health()),
    watchRules: (serverId, cwd, sink) => stream(serverId, sink, (book) => book.rules(cwd)),
    write: (serverId, edits, overwrite) =>
      use(serverId, async (book) => {
        // Codex takes what it then does not follow. Requirements that cannot be read are the write's to tell.
        const required = await book.gateway.requirements();
        const keys = edits.filter(({ key, value }) => required.ok && !isAllowed(key, value, required.value));
        if (keys.length > 0) return err({ code: 'config.not-allowed', keys: keys.map(({ key }) => key) });
        return book.write(() =>
          edits.map(({ key, value, seen }) => ({ path: pathOf(key), value, seen: overwrite ? undefined : seen })),
        );
      }),
    edit: (serverId, make) =>
      use(serverId, async (book) => {
        const refusals: AppError[] = [];
        const written = await book.write(
          (read) => {
            const made = make(read);
            if (!made.ok) refusals.push(made.error);
            return made.ok ? made.value : [];
          },
          { reload: true },
        );
        const [refusal] = refusals;
        return refusal ? err(refusal) : written;
      }),
    setFeature: (serverId, name, enabled) =>
      use(serverId, async (book) => {
        const required = await book.gateway.requirements();
        const pinned = required.ok ? required.value?.features.get(name) : undefined;
        if (enabled !== null && pinned !== undefined && pinned !== enabled)
          return err({ code: 'config.not-allowed', keys: [`features.${name}`] });
        const written = await done(book.write(() => [{ path: ['features', name], value: enabled }]));
        // The run at hand takes some of them over at once; the others wait for the next.
        if (written.ok && enabled !== null) await book.gateway.switchFeature(name, enabled);
        if (written.ok) await book.changed();
        return written;
      }),
    setVariable: (serverId, name, value) =>
      use(serverId, (book) => done(book.write(() => [{ path: ['shell_environment_policy', 'set', name], value }]))),
    saveProfile: (serverId, profile, isNew) =>
      use(serverId, async (book) => {
        const read = isNew ? await book.gateway.read(null) : null;
        if (read?.ok === false) return read;
        if (read && valueAt(read.value.effective, ['permissions', profile.id]) !== null) {
          return err({ code: 'config.name-taken', name: profile.id });
        }
        return done(book.write((now) => profileEdits(now, profile)));
      }),
    removeProfile: (serverId, id) => use(serverId, (book) => done(book.write((read) => removalEdits(read, id)))),
    changeRule: (serverId, cwd, { file, text }, change) =>
      useHere(serverId, async (book) => {
        const folders = ruleFolders(book.server.state().codexHome, cwd);
        const changed = await (change === 'revoke' ? revokeRule : restoreRule)(folders, file, text);
        await book.changed();
        return changed;
      }),
    readText: (serverId, which) => useHere(serverId, ({ server }) => readHomeText(server.state().codexHome, which)),
    writeText: (serverId, which, text, expected) =>
      useHere(serverId, async (book) => {
        const written = await writeHomeText(book.server.state().codexHome, which, text, expected);
        if (written.ok && which === 'config') await book.changed();
        return written;
      }),
    memory: (serverId) => use(serverId, ({ gateway }) => gateway.memory()),
    resetMemory: (serverId) => use(serverId, ({ gateway }) => gateway.resetMemory()),
    threadMemory: (serverId, threadId) => use(serverId, ({ gateway }) => gateway.threadMemory(threadId)),
    setThreadMemory: (serverId, threadId, remembered) =>
      use(serverId, ({ gateway }) => gateway.setThreadMemory(threadId, remembered)),
    dispose: () => {
      for (const book of books.values()) book.dispose();
      books.clear();
    },
  };
}

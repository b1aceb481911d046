import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { StreamSink, Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { ImportItem, ImportState } from '../../../src-shared/model/imports.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CodexServer } from '../codex/codex-supervisor.ts';
import { createImportGateway, type FoundItem } from '../codex/import-gateway.ts';
import { createListeners } from '../codex/listeners.ts';
import type { Log } from '../ports.ts';

/** Taking over what other agents have left behind. Each call fails with `server.unknown` where there is no such server. */
export interface ImportService {
  addServer(server: CodexServer): void;
  watch(serverId: ServerId, sink: StreamSink<ImportState>): Unsubscribe;
  detect(serverId: ServerId, folders: readonly string[]): Promise<Result<readonly ImportItem[], AppError>>;
  /** Fails with `import.gone` for what was not found last. */
  run(serverId: ServerId, items: readonly string[]): Promise<Result<null, AppError>>;
  dispose(): void;
}

interface Importer extends Pick<ImportService, 'dispose'> {
  watch(sink: StreamSink<ImportState>): Unsubscribe;
  detect(folders: readonly string[]): Promise<Result<readonly ImportItem[], AppError>>;
  run(items: readonly string[]): Promise<Result<null, AppError>>;
}

export function createImportService(log: Log): ImportService {
  const importers = new Map<ServerId, Importer>();
  const use = async <T>(serverId: ServerId, run: (importer: Importer) => Promise<Result<T, AppError>>) => {
    const importer = importers.get(serverId);
    return importer ? run(importer) : err<AppError>({ code: 'server.unknown', serverId });
  };
  return {
    addServer: (server) => {
      importers.get(server.id)?.dispose();
      importers.set(server.id, openImporter(server, log));
    },
    watch: (serverId, sink) => {
      const importer = importers.get(serverId);
      if (importer) return importer.watch(sink);
      sink.fail({ code: 'server.unknown', serverId });
      return () => undefined;
    },
    detect: (serverId, folders) => use(serverId, (importer) => importer.detect(folders)),
    run: (serverId, items) => use(serverId, (importer) => importer.run(items)),
    dispose: () => {
      for (const importer of importers.values()) importer.dispose();
      importers.clear();
    },
  };
}

function openImporter(server: CodexServer, log: Log): Importer {
  const gateway = createImportGateway(server);
  const states = createListeners<ImportState>('import', log);
  let found: ReadonlyMap<string, FoundItem> = new Map();
  let detections = 0;
  let state: ImportState = { kind: 'none' };
  const enter = (next: ImportState) => {
    state = next;
    states.emit(state);
  };
  const breakOff = () => {
    if (state.kind === 'running') enter({ kind: 'ended', outcomes: state.outcomes, broken: true });
  };
  const stops = [
    gateway.onEvent((event) => {
      if (state.kind !== 'running') return;
      if (event.type === 'progress') enter({ kind: 'running', outcomes: [...state.outcomes, ...event.outcomes] });
      else {
        const outcomes = event.outcomes.length > 0 ? event.outcomes : state.outcomes;
        enter({ kind: 'ended', outcomes, broken: false });
      }
    }),
    server.onDown(breakOff),
  ];
  return {
    watch: (sink) => {
      sink.emit(state);
      return states.add((next) => sink.emit(next));
    },
    detect: async (folders) => {
      const answer = await gateway.detect(folders);
      if (!answer.ok) return answer;
      const round = ++detections;
      found = new Map(answer.value.map((item, at) => [`${round}.${at}`, item]));
      return ok([...found].map(([id, { raw: _raw, ...item }]) => ({ id, ...item })));
    },
    run: async (ids) => {
      const items = ids.flatMap((id) => found.get(id) ?? []);
      if (items.length !== ids.length || state.kind === 'running') return err({ code: 'import.gone' });
      enter({ kind: 'running', outcomes: [] });
      const begun = await gateway.begin(items);
      if (!begun.ok) breakOff();
      return begun;
    },
    dispose: () => {
      for (const stop of stops) stop();
    },
  };
}

import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { AppEvents } from '../app/app-events.ts';
import type { AppService } from '../app/app-service.ts';
import type { WindowPort } from '../ports.ts';
import type { SettingsService } from '../settings/settings-service.ts';

export const appHandlers = (app: AppService): AppHandlers['app'] => ({
  info: () => Promise.resolve(ok(app.info())),
  watch: (_input, sink, { clientId }) => app.watch(clientId, (event) => sink.emit(event)),
  pickFolder: ({ from }) => app.pickFolder(from),
  listFolder: ({ path }) => app.listFolder(path),
  createFolder: ({ parent, name }) => app.createFolder(parent, name),
  reveal: ({ path }) => app.reveal(path),
  openExternal: ({ url }) => app.openExternal(url),
  quit: ({ confirmed }) => done(() => app.quit(confirmed)),
  report: ({ message, stack }) => done(() => app.report(message, stack)),
});

export const settingsHandlers = (settings: SettingsService): AppHandlers['settings'] => ({
  watch: (_input, sink) => settings.watch((value) => sink.emit(value)),
  change: (change) => done(() => settings.change(change)),
});

/** `port` is null where the windows are a browser's. */
export const windowHandlers = (port: WindowPort | null, events: AppEvents): AppHandlers['windows'] => {
  const missing = { code: 'shell.not-available', feature: 'windows' } as const;
  const withPort = (act: (port: WindowPort) => void) => (port ? done(() => act(port)) : Promise.resolve(err(missing)));
  return {
    watch: (_input, sink, { clientId }) => {
      if (port) return port.watch(clientId, (state) => sink.emit(state));
      sink.fail(missing);
      return () => undefined;
    },
    open: (request) => withPort((windows) => windows.open(request)),
    stayOnTop: ({ on }, { clientId }) => withPort((windows) => windows.stayOnTop(clientId, on)),
    zoom: ({ step }) => withPort((windows) => windows.zoom(step)),
    used: (_input, { clientId }) => done(() => events.used(clientId)),
  };
};

const done = (act: () => void) => {
  act();
  return Promise.resolve(ok(null));
};

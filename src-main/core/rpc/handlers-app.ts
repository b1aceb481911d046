import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { AppService } from '../app/app-service.ts';
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

const done = (act: () => void) => {
  act();
  return Promise.resolve(ok(null));
};

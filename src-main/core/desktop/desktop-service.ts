import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { DesktopState } from '../../../src-shared/model/desktop.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { createListeners } from '../codex/listeners.ts';
import type { LauncherService } from '../launcher/launcher-service.ts';
import type { Log, SystemPort } from '../ports.ts';

/** Answers the page's questions about the system, and does there what the user asked for. */
export function createDesktopService(options: {
  readonly launcher: LauncherService;
  readonly system: SystemPort | null;
  readonly log: Log;
}): AppHandlers['desktop'] {
  const { launcher, system, log } = options;
  const listeners = createListeners<DesktopState>('desktop', log);
  const read = async (): Promise<DesktopState> => ({
    command: await launcher.state(),
    codexLinks: (await system?.codexLinks()) ?? null,
    startAtLogin: system?.startAtLogin() ?? null,
  });
  const publish = async (): Promise<void> => {
    try {
      listeners.emit(await read());
    } catch (error) {
      log.warn('desktop: the system could not be asked', { error: String(error) });
    }
  };
  const then = async (act: Promise<Result<null, AppError>>): Promise<Result<null, AppError>> => {
    const result = await act;
    await publish();
    return result;
  };
  const withSystem = (feature: string, act: (port: SystemPort) => Promise<Result<null, AppError>>) =>
    then(system ? act(system) : Promise.resolve(err({ code: 'shell.not-available', feature })));
  return {
    watch: (_input, sink) => {
      const stop = listeners.add((state) => sink.emit(state));
      void publish();
      return stop;
    },
    look: async () => {
      await publish();
      return ok(null);
    },
    installCommand: ({ takeOver }) => then(launcher.install(takeOver)),
    removeCommand: () => then(launcher.remove()),
    takeCodexLinks: ({ take }) => withSystem('codexLinks', (port) => port.takeCodexLinks(take)),
    setStartAtLogin: ({ on }) => withSystem('startAtLogin', (port) => port.setStartAtLogin(on)),
  };
}

import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HostTrial } from '../../../src-shared/model/host.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { HostProcess } from '../hosts/host.ts';
import type { Clock, Log } from '../ports.ts';
import { createServerLog } from './server-log.ts';
import { startServerRun } from './server-run.ts';

/** Starts an app-server, or connects to one, only to hear who it is. Fails with `host.unreachable`, `host.refused` or `host.no-codex`. */
export async function tryServer(options: {
  readonly start: () => HostProcess;
  /** Skein's version. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}): Promise<Result<HostTrial, AppError>> {
  const { start, version, clock, log } = options;
  const serverLog = createServerLog(() => clock.now());
  const nothing = () => undefined;
  const run = startServerRun({
    ...{ start, clientVersion: version, clock, log, serverLog, random: Math.random },
    ...{ onNotification: nothing, onRequest: nothing },
  });
  const shaken = await run.ready;
  await run.stop();
  if (shaken.ok) {
    const { codexHome, platform } = shaken.value;
    return ok({ version: shaken.value.version, codexHome, platform: platform ?? '' });
  }
  const { kind, detail } = shaken.error;
  if (kind === 'binary-missing') return err({ code: 'host.no-codex' });
  const words = (detail === '' ? serverLog.lastStderr().slice(-3) : [detail]).filter((line) => line !== '').join('\n');
  const refused = kind === 'host-refused' || kind === 'handshake-refused' || kind === 'unsupported-version';
  return err({ code: refused ? 'host.refused' : 'host.unreachable', detail: words === '' ? kind : words });
}

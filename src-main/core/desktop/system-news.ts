import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Settings } from '../../../src-shared/model/settings.ts';
import type { Clock, SystemNews, SystemPort } from '../ports.ts';

/** How often the tray's count of running threads is looked at, while there is one. */
const COUNT_PULSE_MS = 2_000;

/** Keeps what the system's own places tell of Skein current; the same news are told once. */
export function startSystemNews(options: {
  readonly system: Pick<SystemPort, 'tell'>;
  readonly settings: { watch(listener: (settings: Settings) => void): Unsubscribe };
  readonly projects: {
    list(): readonly Project[];
    watch(listener: (projects: readonly Project[]) => void): Unsubscribe;
  };
  readonly isLocal: (serverId: ServerId) => boolean;
  readonly approvals: { watch(sink: { emit(list: readonly unknown[]): void }): Unsubscribe };
  readonly runningThreads: () => number;
  readonly clock: Clock;
}): Unsubscribe {
  const { system, clock, runningThreads } = options;
  let desktop: Settings['desktop'] | null = null;
  let waiting = 0;
  let told = '';
  let stopPulse: Unsubscribe = () => undefined;
  const tell = () => {
    if (desktop === null) return;
    const projects = options.projects
      .list()
      .filter(({ serverId }) => options.isLocal(serverId))
      .map(({ name, path }) => ({ name, path }));
    const news: SystemNews = { running: runningThreads(), waiting, projects, settings: desktop };
    const text = JSON.stringify(news);
    if (text === told) return;
    told = text;
    system.tell(news);
  };
  const pulse = () => {
    stopPulse();
    tell();
    stopPulse = desktop?.tray === true ? clock.after(COUNT_PULSE_MS, pulse) : () => undefined;
  };
  const stops = [
    options.settings.watch((settings) => {
      if (desktop === settings.desktop) return;
      desktop = settings.desktop;
      pulse();
    }),
    options.projects.watch(tell),
    options.approvals.watch({
      emit: (list) => {
        waiting = list.length;
        tell();
      },
    }),
  ];
  return () => {
    stopPulse();
    for (const stop of stops) stop();
  };
}

import type { Core } from '../core/core.ts';
import type { Clock } from '../core/ports.ts';
import type { ShowAnswer, ShowRequest } from '../shell/ask-to-show.ts';

/** However often it is asked, windows come no faster. */
const SHOW_EVERY_MS = 3_000;

export interface Opener {
  /** What this start was asked to open. Says what it could not, and answers it. */
  open(request: ShowRequest): Promise<ShowAnswer['refused']>;
  /** What a later start asks of this one. */
  show(request: ShowRequest): Promise<ShowAnswer>;
}

/** Opens paths, links and the demo in the core, and has the window shown when Skein is started again. */
export function createOpener(options: {
  readonly core: Pick<Core, 'openPath' | 'openLink' | 'startDemo'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly window: ShowAnswer['window'];
  /** Opens a window, or says where the page is. */
  readonly show: () => void;
  readonly complain: (words: string) => void;
}): Opener {
  const { core, clock, window, show, complain } = options;
  let shownAt = -Infinity;

  async function openAll({ paths, links }: ShowRequest): Promise<ShowAnswer['refused']> {
    const refused: ShowAnswer['refused'][number][] = [];
    for (const path of paths) {
      const opened = await core.openPath(path);
      if (!opened.ok) refused.push({ path, code: opened.error.code });
    }
    for (const link of links) {
      const opened = await core.openLink(link);
      if (!opened.ok) refused.push({ path: shortened(link), code: opened.error.code });
    }
    return refused;
  }
  async function openDemo(): Promise<void> {
    const started = await core.startDemo();
    if (!started.ok) complain(`the demo did not start: ${JSON.stringify(started.error)}`);
  }

  return {
    open: async (request) => {
      const refused = await openAll(request);
      for (const { path, code } of refused) complain(`cannot open ${path}: ${code}`);
      if (request.demo) await openDemo();
      return refused;
    },
    show: async (request) => {
      const refused = await openAll(request);
      // Whoever asks does not wait for it; the window shows it when it is there.
      if (request.demo) void openDemo();
      const sinceLast = clock.now() - shownAt;
      if (sinceLast < 0 || sinceLast >= SHOW_EVERY_MS) {
        shownAt = clock.now();
        show();
      }
      return { pid: process.pid, window, refused };
    },
  };
}

const SHOWN_CHARS = 120;
const shortened = (link: string) => (link.length > SHOWN_CHARS ? `${link.slice(0, SHOWN_CHARS)}…` : link);

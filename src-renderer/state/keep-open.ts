import type { AppError } from '../../src-shared/contract/app-error.ts';
import type { StreamListener, Unsubscribe } from '../../src-shared/contract/define.ts';

/** Before a stream that failed is opened again; twice as long each time, at most a minute, until it tells something again. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Opens a stream and, when it fails, opens it again after a pause: for what is looked at for long and must not stand still because of one
 * failure. `listener.error` hears of each failure; what was told before it is old from then on.
 */
export function keepOpen<Event>(
  open: (listener: StreamListener<Event>) => Unsubscribe,
  listener: { readonly event: (event: Event) => void; readonly error: (error: AppError) => void },
): Unsubscribe {
  let pauseMs = FIRST_PAUSE_MS;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let ended = false;
  let close: Unsubscribe = () => undefined;
  const begin = () => {
    timer = null;
    close = open({
      event: (event) => {
        pauseMs = FIRST_PAUSE_MS;
        listener.event(event);
      },
      error: (error) => {
        if (ended) return;
        listener.error(error);
        timer = setTimeout(begin, pauseMs);
        pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
      },
    });
  };
  begin();
  return () => {
    ended = true;
    if (timer !== null) clearTimeout(timer);
    close();
  };
}

import { useEffect, useMemo, useRef, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FoundPlugin, Marketplace, PluginShelf } from '../../../src-shared/model/plugin.ts';
import { getClient } from '../../state/client.ts';
import type { ShownPlugin } from './filter-plugins.ts';
import { usePlace } from './place.ts';

/** Plugins that no marketplace of the shelf lists, and that the account's directory knows. */
export interface Beyond {
  readonly found: readonly ShownPlugin[];
  /** Why the directory could not be searched. */
  readonly failed: AppError | null;
  /** Looks for words, once the user has stopped typing. */
  readonly look: (term: string) => void;
}

const PAUSE_MS = 300;
const MIN_CHARS = 2;

/** What is on the shelf by now is left out: an installed one moves there. */
export function useBeyond(shelf: PluginShelf | null): Beyond {
  const { serverId, cwd } = usePlace();
  const [answer, setAnswer] = useState<{
    readonly found: readonly FoundPlugin[];
    readonly failed: AppError | null;
  }>({ found: [], failed: null });
  const timer = useRef<number | undefined>(undefined);
  const newest = useRef(0);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const look = (typed: string) => {
    window.clearTimeout(timer.current);
    const mine = ++newest.current;
    const term = typed.trim();
    if (term.length < MIN_CHARS) {
      setAnswer({ found: [], failed: null });
      return;
    }
    timer.current = window.setTimeout(() => {
      void getClient()
        .plugins.search({ serverId, cwd, term })
        .then((found) => {
          if (mine !== newest.current) return;
          // Older versions search nothing but what is shown.
          const failed = found.ok || found.error.code === 'codex.unsupported' ? null : found.error;
          setAnswer({ found: found.ok ? found.value : [], failed });
        });
    }, PAUSE_MS);
  };
  const found = useMemo(() => {
    const known = new Set(shelf?.marketplaces.flatMap(({ plugins }) => plugins.map(({ id }) => id)));
    return answer.found
      .filter(({ plugin }) => !known.has(plugin.id))
      .map(({ plugin, marketplace }): ShownPlugin => ({ plugin, marketplace: directoryOf(marketplace) }));
  }, [answer.found, shelf]);
  return { found, failed: answer.failed, look };
}

const directoryOf = (name: string): Marketplace => ({
  ...{ id: name, name, title: name, kind: 'remote', path: null, origin: null, problem: null, plugins: [] },
});

import { useEffect, useMemo, useState } from 'react';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { useServer } from '../../state/server-store.ts';
import type { Subject } from './desk.ts';
import { MAX_SUGGESTIONS, suggestCommands, suggestSkills, type FileHit, type Suggestion } from './suggestions.ts';
import type { Trigger } from './trigger.ts';

/** Typing waits this long before files are searched. */
const SEARCH_AFTER_MS = 60;

export interface Suggestions {
  readonly list: readonly Suggestion[];
  /** `searching`: nothing yet to show for these words. */
  readonly state: 'ready' | 'searching' | 'failed';
}
/** Id of a line of the popup, which the message box names while it is marked. */
export const optionId = (listId: string, index: number): string => `${listId}-${index}`;

const NOTHING: Suggestions = { list: [], state: 'ready' };

/** What the popup offers for the word at the caret. Only the answer to the newest search counts. */
export function useSuggestions(trigger: Trigger | null, subject: Subject): Suggestions {
  const { catalog, thread } = subject;
  const capabilities = useServer(subject.serverId)?.capabilities ?? null;
  const files = useFiles(
    trigger?.kind === 'file' ? trigger.query : null,
    subject.serverId,
    trigger?.kind === 'file' ? subject.cwd : null,
  );
  return useMemo(() => {
    if (!trigger) return NOTHING;
    if (trigger.kind === 'file') return files;
    const list =
      trigger.kind === 'skill'
        ? suggestSkills(trigger.query, catalog)
        : suggestCommands(trigger.query, catalog, { inThread: thread !== null, capabilities });
    return { list, state: 'ready' };
  }, [trigger, files, catalog, thread, capabilities]);
}

interface Found {
  readonly query: string;
  readonly hits: readonly FileHit[] | null;
}

function useFiles(query: string | null, serverId: ServerId | null, root: string | null): Suggestions {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (query === null || serverId === null || root === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      void getClient()
        .files.search({ serverId, root, query, limit: MAX_SUGGESTIONS })
        .then((result) => {
          if (!stale) setFound({ query, hits: result.ok ? result.value : null });
        });
    }, SEARCH_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [query, serverId, root]);
  return useMemo(() => {
    if (query === null || !found) return { list: [], state: 'searching' };
    if (found.hits === null) return { list: [], state: 'failed' };
    // While the next answer is on its way, the last one stays: the list must not flicker under the keys.
    return {
      list: found.hits.map((hit) => ({ kind: 'file', hit })),
      state: found.query === query ? 'ready' : 'searching',
    };
  }, [query, found]);
}

import { useEffect, useState } from 'react';
import { Command } from 'cmdk';
import type { SearchHit } from '../../../src-shared/contract/threads.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { threadKey } from '../../../src-shared/model/ids.ts';
import type { ServerState } from '../../../src-shared/model/server.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { openFind } from '../../state/find-state.ts';
import { useServers } from '../../state/server-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { closeDialog, openThread } from '../../state/ui-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { markMatches } from './mark-matches.ts';
import { folderName } from '../../state/folder-path.ts';
import { rowTitle } from './thread-state.ts';
import { classNames } from '../../ui/class-names.ts';
import sheet from '../../ui/search-sheet.module.css';
import styles from './search-dialog.module.css';

/** Full text search answers fast; a search by title reads every file (2 s at ten thousand threads). */
const FULL_TEXT_WAIT_MS = 120;
const TITLE_SEARCH_WAIT_MS = 400;

type Outcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'searching'; readonly before: readonly SearchHit[] }
  | { readonly kind: 'found'; readonly hits: readonly SearchHit[]; readonly failures: readonly AppError[] };

/** Finds threads by their words, on every server that runs. */
export function SearchDialog() {
  const [term, setTerm] = useState('');
  const [archived, setArchived] = useState(false);
  const [openedAt] = useState(() => Date.now());
  const servers = useServers().filter((server) => server.phase.kind === 'ready');
  const outcome = useSearch(term.trim(), archived, servers);
  const hits = outcome.kind === 'idle' ? [] : outcome.kind === 'searching' ? outcome.before : outcome.hits;
  const fullText = servers.every((server) => server.capabilities?.threadSearch === true);
  return (
    <DialogView title="Search threads" hideTitle width="l" onClose={closeDialog}>
      <Command label="Search threads" shouldFilter={false} loop className={sheet.sheet}>
        <div className={sheet.bar}>
          <Command.Input
            autoFocus
            className={sheet.input}
            placeholder={fullText ? 'Search in all threads…' : 'Search thread titles…'}
            value={term}
            maxLength={300}
            onValueChange={setTerm}
          />
          {outcome.kind === 'searching' && <Spinner label="Searching" />}
          <Button size="s" tone="tool" aria-pressed={archived} onClick={() => setArchived(!archived)}>
            {archived ? 'Archived' : 'Not archived'}
          </Button>
        </div>
        <Command.List className={sheet.list} label="Threads found">
          {hits.map((hit) => (
            <Hit key={threadKey(hit.thread)} hit={hit} term={term.trim()} nowMs={openedAt} />
          ))}
        </Command.List>
        <Status outcome={outcome} />
      </Command>
    </DialogView>
  );
}

function Hit({ hit, term, nowMs }: { readonly hit: SearchHit; readonly term: string; readonly nowMs: number }) {
  const { thread, excerpt } = hit;
  return (
    <Command.Item
      value={threadKey(thread)}
      className={classNames(sheet.hit, styles.hit)}
      onSelect={() => {
        closeDialog();
        openThread(thread);
        // The words stand somewhere in it: it opens at their newest place.
        if (excerpt !== null && !rowTitle(thread).toLowerCase().includes(term.toLowerCase())) openFind(thread, term);
      }}
    >
      <span className={styles.title} dir="auto">
        <Marked text={rowTitle(thread)} term={term} />
      </span>
      {excerpt !== null && (
        <span className={styles.excerpt} dir="auto">
          <Marked text={excerpt} term={term} />
        </span>
      )}
      <span className={styles.meta}>
        {folderName(thread.cwd)}
        {thread.branch !== null && ` · ${thread.branch}`} · {ageWords(thread.recencyAt, nowMs)}
        {thread.archived && ' · archived'}
      </span>
    </Command.Item>
  );
}

const Marked = ({ text, term }: { readonly text: string; readonly term: string }) =>
  markMatches(text, term).map((part, index) =>
    part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  );

function Status({ outcome }: { readonly outcome: Outcome }) {
  const failures = outcome.kind === 'found' ? outcome.failures : [];
  return (
    <div className={sheet.status} role="status">
      {outcome.kind === 'idle' && 'Type to search. Enter opens a thread.'}
      {outcome.kind === 'searching' && 'Searching…'}
      {outcome.kind === 'found' && (outcome.hits.length === 0 ? 'No thread matches.' : `${outcome.hits.length} found`)}
      {failures.map((error) => (
        <span key={error.code} className={styles.failure}>
          {' '}
          {errorWords().appError(error).title}
        </span>
      ))}
    </div>
  );
}

/** Waits until typing pauses, asks every server, and drops answers that come too late. */
function useSearch(term: string, archived: boolean, servers: readonly ServerState[]): Outcome {
  const [answered, setAnswered] = useState<{ readonly key: string; readonly outcome: Outcome } | null>(null);
  const key = JSON.stringify([term, archived, servers.map((server) => server.id)]);
  const slow = servers.some((server) => server.capabilities?.threadSearch !== true);
  useEffect(() => {
    const [wanted, inArchive, serverIds] = JSON.parse(key) as [string, boolean, ServerState['id'][]];
    if (wanted === '') return;
    let late = false;
    const timer = setTimeout(
      () => {
        const searches = serverIds.map((serverId) =>
          getClient().threads.search({ serverId, term: wanted, archived: inArchive }),
        );
        void Promise.all(searches).then((results) => {
          if (late) return;
          const hits = results.flatMap((result) => (result.ok ? result.value : []));
          const failures = results.flatMap((result) => (result.ok ? [] : [result.error]));
          setAnswered({ key, outcome: { kind: 'found', hits, failures } });
        });
      },
      slow ? TITLE_SEARCH_WAIT_MS : FULL_TEXT_WAIT_MS,
    );
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [key, slow]);
  if (term === '') return { kind: 'idle' };
  if (answered?.key === key) return answered.outcome;
  return { kind: 'searching', before: answered?.outcome.kind === 'found' ? answered.outcome.hits : [] };
}

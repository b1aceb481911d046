import { useEffect, useRef, useState } from 'react';
import type { Occurrence } from '../../../src-shared/contract/threads.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { closeFind, useFindNonce, useFindTerm } from '../../state/find-state.ts';
import { openThreads } from '../../state/open-threads.ts';
import { turnOf, type OpenThread } from '../../state/thread-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { FindRow } from '../../ui/find-row.tsx';
import { showTurn } from './shown-turn.ts';
import styles from './thread-header.module.css';

const DEBOUNCE_MS = 200;

type Found =
  | { readonly kind: 'none' }
  | { readonly kind: 'searching' }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'found'; readonly term: string; readonly hits: readonly Occurrence[] };

/** Find in thread: the server searches all of it, and hits in turns that are not loaded bring their page. */
export function FindBar({ thread }: { readonly thread: OpenThread }) {
  const asked = useFindTerm();
  const nonce = useFindNonce();
  const [term, setTerm] = useState(asked ?? '');
  const [found, setFound] = useState<Found>({ kind: 'none' });
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const [seen, setSeen] = useState(nonce);
  if (seen !== nonce) {
    setSeen(nonce);
    if (asked !== null) setTerm(asked);
  }
  useEffect(() => field.current?.select(), [nonce]);

  const go = async (hits: readonly Occurrence[], index: number) => {
    const hit = hits[index];
    if (!hit) return;
    setAt(index);
    const loaded = turnOf(thread.store.getState(), hit.turnId) !== undefined && visible(thread, hit);
    if (!loaded && hit.cursor === null) openThreads().toLiveEnd(thread.ref);
    if (!loaded && hit.cursor !== null && !(await openThreads().jump(thread.ref, hit.cursor, hit.turnId))) {
      showToast({ title: 'That turn could not be read', text: 'The thread may have changed since the search.' });
      return;
    }
    showTurn(thread, hit.turnId, hit.itemId);
  };
  const latestGo = useRef(go);
  useEffect(() => {
    latestGo.current = go;
  });

  const wanted = term.trim();
  useEffect(() => {
    if (wanted === '') return;
    let gone = false;
    const timer = setTimeout(() => {
      setFound({ kind: 'searching' });
      void getClient()
        .threads.find({ ...thread.ref, term: wanted })
        .then((answer) => {
          if (gone) return;
          if (!answer.ok) setFound({ kind: 'failed', why: errorWords().appError(answer.error).title });
          else {
            setFound({ kind: 'found', term: wanted, hits: answer.value });
            void latestGo.current(answer.value, answer.value.length - 1);
          }
        });
    }, DEBOUNCE_MS);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [thread, wanted]);

  const hits = found.kind === 'found' && wanted !== '' ? found.hits : [];
  const step = (by: number) => {
    if (hits.length > 0) void go(hits, (at + by + hits.length) % hits.length);
  };
  return (
    <FindRow
      label="Find in thread"
      placeholder="Find in thread"
      field={field}
      term={term}
      status={wanted === '' ? '' : words(found, at)}
      idle={hits.length === 0}
      className={styles.find}
      onType={setTerm}
      onStep={(direction) => step(direction === 'later' ? 1 : -1)}
      onClose={closeFind}
    >
      <span className={styles.excerpt}>{hits[at]?.excerpt}</span>
    </FindRow>
  );
}

/** A turn of the live end is not shown while the reader is far from it. */
function visible(thread: OpenThread, hit: Occurrence): boolean {
  const { history } = thread.store.getState();
  return history.joined || hit.turnId in history.turns;
}

function words(found: Found, at: number): string {
  switch (found.kind) {
    case 'none':
      return '';
    case 'searching':
      return 'Searching…';
    case 'failed':
      return found.why;
    case 'found':
      return found.hits.length === 0 ? 'No match' : `${at + 1} of ${found.hits.length}`;
  }
}

import { useEffect, useRef, useState } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import type { Occurrence } from '../../../src-shared/contract/threads.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { openThreads } from '../../state/open-threads.ts';
import { turnOf, type OpenThread } from '../../state/thread-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { closeFind, useFindNonce } from './find-state.ts';
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
  const [term, setTerm] = useState('');
  const [found, setFound] = useState<Found>({ kind: 'none' });
  const [at, setAt] = useState(0);
  const nonce = useFindNonce();
  const field = useRef<HTMLInputElement>(null);
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
    showTurn(thread, hit.turnId);
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
    <div
      className={styles.find}
      role="search"
      aria-label="Find in thread"
      onKeyDown={(event) => {
        if (event.key === 'Escape') closeFind();
        else if (event.key === 'Enter' && !event.nativeEvent.isComposing) step(event.shiftKey ? 1 : -1);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={styles.findField}>
        <TextField
          ref={field}
          label="Find in thread"
          hideLabel
          placeholder="Find in thread"
          autoFocus
          icon={<Search size={14} aria-hidden="true" />}
          value={term}
          maxLength={300}
          onChange={(event) => setTerm(event.target.value)}
        />
      </div>
      <span className={styles.findCount} role="status">
        {wanted === '' ? '' : words(found, at)}
      </span>
      <span className={styles.excerpt}>{hits[at]?.excerpt}</span>
      <IconButton
        label="Earlier match"
        keys="Enter"
        disabled={hits.length === 0}
        icon={<ChevronUp size={15} aria-hidden="true" />}
        onClick={() => step(-1)}
      />
      <IconButton
        label="Later match"
        keys="Shift+Enter"
        disabled={hits.length === 0}
        icon={<ChevronDown size={15} aria-hidden="true" />}
        onClick={() => step(1)}
      />
      <IconButton label="Close" keys="Escape" icon={<X size={15} aria-hidden="true" />} onClick={closeFind} />
    </div>
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

import { useEffect, useState } from 'react';
import type { Item } from '../../../src-shared/model/item.ts';
import type { Turn } from '../../../src-shared/model/thread.ts';
import { itemOf, type OpenThread, type ThreadState } from '../../state/thread-store.ts';
import { itemName, TURN_WORDS } from './words.ts';

/** What came in within this time is said together. */
const COALESCE_MS = 1500;
const MESSAGE_CHARS = 280;
const MAX_PHRASES = 4;

/** What a finished item is announced as, or null for what would only be noise. */
function phrase(item: Item): string | null {
  switch (item.kind) {
    case 'agentMessage':
      return item.status === 'running' || item.text === '' ? null : `Agent: ${plain(item.text)}`; // prettier-ignore
    case 'command':
      return item.status === 'running' ? null : `Command ${item.exitCode === null ? item.status : `finished with exit code ${item.exitCode}`}`; // prettier-ignore
    case 'fileChange':
      return item.status === 'completed' ? filesChanged(item.changes.length) : null;
    case 'plan':
      return item.status === 'running' || item.text === '' ? null : `Plan: ${plain(item.text)}`;
    case 'toolCall':
      return item.status === 'running' ? null : `Tool ${item.tool} ${item.status}`;
    case 'image':
      return item.action === 'generated' && item.status === 'completed' ? 'An image was drawn' : null;
    case 'notice':
      return item.level === 'info' ? null : `${itemName(item)}: ${item.error.message.slice(0, MESSAGE_CHARS)}`;
    default:
      return null;
  }
}

const plain = (markdown: string): string => markdown.slice(0, MESSAGE_CHARS).replace(/[*_`#>]/g, '');
const filesChanged = (count: number): string => (count === 1 ? '1 file changed' : `${count} files changed`);

/** Phrases for what changed between two states of the live end. */
function news(before: ThreadState, after: ThreadState): string[] {
  const phrases: string[] = [];
  if (!before.tail || !after.tail || before.tail.items === after.tail.items && before.tail.turns === after.tail.turns) return phrases; // prettier-ignore
  for (const turnId of after.tail.turnOrder.slice(-2)) {
    const turn: Turn | undefined = after.tail.turns[turnId];
    const was = before.tail.turns[turnId];
    if (!turn || (turn === was && before.tail.items === after.tail.items)) continue;
    for (const id of turn.itemIds) {
      const item = itemOf(after, id);
      const old = itemOf(before, id);
      if (!item || item === old) continue;
      const said = phrase(item);
      if (said !== null && (!old || phrase(old) !== said)) phrases.push(said);
    }
    if (was?.status === 'running' && turn.status !== 'running')
      phrases.push(`Turn ${TURN_WORDS[turn.status].toLowerCase()}`);
  }
  if (after.tail.info.status.kind === 'needsYou' && before.tail.info.status.kind !== 'needsYou')
    phrases.push('The agent needs you');
  return phrases;
}

/** What an agent said mostly ends with a full stop of its own. */
const asSentence = (phrase: string): string => (/[.!?…:]\s*$/.test(phrase) ? phrase.trimEnd() : `${phrase}.`);

/** Says politely what is new in the thread, a few things at a time; the timeline itself is silent while text streams. */
export function Announcer({ thread }: { readonly thread: OpenThread }) {
  const [words, setWords] = useState('');
  useEffect(() => {
    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = thread.store.subscribe((after, before) => {
      const phrases = news(before, after);
      if (phrases.length === 0) return;
      waiting.push(...phrases);
      timer ??= setTimeout(() => {
        timer = undefined;
        setWords(waiting.slice(-MAX_PHRASES).map(asSentence).join(' '));
        waiting = [];
      }, COALESCE_MS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [thread]);
  return (
    <div className="sr-only" aria-live="polite" aria-atomic="true">
      {words}
    </div>
  );
}

import type { ReasoningItem } from '../../../src-shared/model/item.ts';
import { view } from '../../state/panel-store.ts';
import type { TextView } from '../../state/text-parts.ts';
import { textView } from '../../state/open-thread.ts';
import { FoldLine, RunningClock, ShowAll } from './item-frame.tsx';
import { TextParts } from './text-row.tsx';
import { useFold, useOpen, useThreadState } from './thread-context.ts';
import { duration } from './words.ts';
import styles from './items.module.css';

/** Rows of text that are drawn unfolded; more is in the side panel. */
const MAX_ROWS = 8;

/** Folded: how long, and what it was about. */
export function Reasoning({ item }: { readonly item: ReasoningItem }) {
  const thread = useOpen();
  const text = useThreadState((state) => textView(state, item.id));
  const [open, setOpen] = useFold(item.id, false);
  const running = item.status === 'running';
  const about = summary(text, running);
  const took = item.startedAt !== null && item.completedAt !== null ? item.completedAt - item.startedAt : null;
  const head = (
    <span className={styles.fold}>
      {running ? 'Thinking' : took !== null && took >= 1000 ? `Thought for ${duration(took)}` : 'Thought'}
      {running && <RunningClock since={item.startedAt} />}
      {about !== '' && <span className={styles.about}>· {about}</span>}
    </span>
  );
  return (
    <FoldLine head={head} open={open} onToggle={setOpen}>
      {text.rows.length > 0 && (
        <div className={styles.thoughts}>
          {(running ? text.rows.slice(-MAX_ROWS) : text.rows.slice(0, MAX_ROWS)).map((row, at) => (
            <TextParts key={at} row={row} definitions={text.definitions} itemId={item.id} />
          ))}
          {text.rows.length > MAX_ROWS && (
            <ShowAll onClick={() => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id })}>
              {text.chars.toLocaleString('en-US')} characters in all
            </ShowAll>
          )}
        </div>
      )}
    </FoldLine>
  );
}

const HEADING = /^\s*(?:#{1,6}\s+|\*\*)(.+?)(?:\*\*)?\s*$/m;

/** The heading of the newest thought while it runs, of the first one afterwards; else the first line. */
function summary(text: TextView, newest: boolean): string {
  const parts = (newest ? text.rows.at(-1) : text.rows[0])?.parts ?? [];
  const sources = parts.map((part) => part.source);
  if (newest) sources.reverse();
  for (const source of sources) {
    const heading = HEADING.exec(source)?.[1];
    if (heading !== undefined) return plain(heading);
  }
  return plain(parts[0]?.source.trim().split('\n', 1)[0] ?? '');
}
const plain = (line: string): string =>
  line
    .replace(/[*_`#]/g, '')
    .trim()
    .slice(0, 160);

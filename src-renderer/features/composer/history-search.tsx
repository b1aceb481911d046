import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import History from 'lucide-react/icons/history';
import { searchPrompts } from '../../state/prompt-history.ts';
import { isComposing } from '../../ui/is-composing.ts';
import { optionId } from './use-suggestions.ts';
import styles from './popup.module.css';

/** Typing waits this long before the history is searched. */
const SEARCH_AFTER_MS = 80;
/** Longest part of a message that is drawn as its row. */
const ROW_CHARS = 300;

/** Searches what was sent before. Enter takes the marked message into the box, Escape leaves everything as it was. */
export function HistorySearch(props: {
  readonly cwd: string | null;
  readonly onTake: (text: string) => void;
  readonly onClose: () => void;
}) {
  const { cwd } = props;
  const [words, setWords] = useState('');
  const [found, setFound] = useState<readonly string[] | null>(null);
  const [active, setActive] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => {
    let stale = false;
    const timer = setTimeout(() => {
      void searchPrompts(cwd, words).then((prompts) => {
        if (stale) return;
        setFound(prompts);
        setActive(0);
      });
    }, SEARCH_AFTER_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [cwd, words]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const count = found?.length ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event.nativeEvent)) return;
    const chosen = found?.[active];
    if (event.key === 'Escape') props.onClose();
    else if (event.key === 'Enter' && chosen !== undefined) props.onTake(chosen);
    else if (event.key === 'ArrowDown' && count > 0) setActive((active + 1) % count);
    // Ctrl+R goes on to the next older one, as in a shell.
    else if (event.key === 'r' && event.ctrlKey && count > 0) setActive((active + 1) % count);
    else if (event.key === 'ArrowUp' && count > 0) setActive((active + count - 1) % count);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.popup}>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Earlier messages"
        className={styles.list}
        // It scrolls; what is in it is chosen from the text field, which keeps the focus.
        tabIndex={0}
        onPointerDown={(event) => event.preventDefault()}
      >
        {found?.map((text, index) => (
          <div
            key={text}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onPointerMove={() => setActive(index)}
            onClick={() => props.onTake(text)}
          >
            <span className={styles.prompt}>{text.slice(0, ROW_CHARS)}</span>
          </div>
        ))}
      </div>
      {count === 0 && (
        <p className={styles.empty} role="status">
          {found === null ? 'Searching…' : words === '' ? 'Nothing was sent yet.' : 'No earlier message matches.'}
        </p>
      )}
      <div className={styles.search}>
        <History size={14} aria-hidden="true" />
        <input
          // It opens by a key press of the user, who goes on typing here.
          autoFocus
          role="combobox"
          aria-label="Search earlier messages"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={count > 0 ? optionId(id, active) : undefined}
          placeholder="Search earlier messages"
          maxLength={300}
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={props.onClose}
        />
      </div>
    </div>
  );
}

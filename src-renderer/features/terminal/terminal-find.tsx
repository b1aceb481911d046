import { useEffect, useRef, useState } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { IconButton } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { TerminalScreen } from './terminal-screen.ts';
import styles from './terminal.module.css';

interface Matches {
  readonly at: number;
  readonly of: number;
}

/** Find in what a terminal has said, newest first. */
export function TerminalFind({ screen, onClose }: { readonly screen: TerminalScreen; readonly onClose: () => void }) {
  const [term, setTerm] = useState('');
  const [matches, setMatches] = useState<Matches>({ at: -1, of: 0 });
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    field.current?.select();
    const stop = screen.onMatches((at, of) => setMatches({ at, of }));
    return () => {
      stop();
      screen.endFind();
    };
  }, [screen]);
  const type = (wanted: string) => {
    setTerm(wanted);
    if (wanted === '') {
      screen.endFind();
      setMatches({ at: -1, of: 0 });
    } else screen.find(wanted, 'earlier');
  };
  const go = (direction: 'earlier' | 'later') => {
    if (term !== '') screen.find(term, direction);
  };
  const words = term === '' ? '' : matches.of === 0 ? 'No match' : `${matches.at + 1} of ${matches.of}`;
  return (
    <div
      className={styles.find}
      role="search"
      aria-label="Find in terminal"
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') onClose();
        else if (event.key === 'Enter') go(event.shiftKey ? 'later' : 'earlier');
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={styles.findField}>
        <TextField
          ref={field}
          label="Find in terminal"
          hideLabel
          placeholder="Find"
          autoFocus
          icon={<Search size={14} aria-hidden="true" />}
          value={term}
          maxLength={300}
          onChange={(event) => type(event.target.value)}
        />
      </div>
      <span className={styles.findCount} role="status">
        {words}
      </span>
      <IconButton
        size="s"
        label="Earlier match"
        keys="Enter"
        icon={<ChevronUp size={14} aria-hidden="true" />}
        onClick={() => go('earlier')}
      />
      <IconButton
        size="s"
        label="Later match"
        keys="Shift+Enter"
        icon={<ChevronDown size={14} aria-hidden="true" />}
        onClick={() => go('later')}
      />
      <IconButton
        size="s"
        label="Close find"
        keys="Escape"
        icon={<X size={14} aria-hidden="true" />}
        onClick={onClose}
      />
    </div>
  );
}

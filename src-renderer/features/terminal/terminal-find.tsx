import { useEffect, useRef, useState } from 'react';
import { FindRow } from '../../ui/find-row.tsx';
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
    <FindRow
      label="Find in terminal"
      placeholder="Find"
      field={field}
      term={term}
      status={words}
      size="s"
      className={styles.find}
      onType={type}
      onStep={go}
      onClose={onClose}
    />
  );
}

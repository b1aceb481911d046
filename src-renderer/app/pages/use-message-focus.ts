import { useEffect } from 'react';
import { runCommand } from '../../state/commands.ts';

/**
 * Puts the focus into the message box of a page that has just come up, unless something has it: a row of the list that the user walks
 * along with the keys keeps it.
 */
export function useMessageFocus(page: string): void {
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === null || document.activeElement === document.body) runCommand('message.focus');
    });
    return () => cancelAnimationFrame(frame);
  }, [page]);
}

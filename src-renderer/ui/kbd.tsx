import { keyLabel } from './key-label.ts';
import { isMac } from './platform.ts';
import styles from './kbd.module.css';

/** A key in the platform's words. Decoration: the control it belongs to carries `aria-keyshortcuts` where it matters. */
export function Kbd({ keys, boxed = false }: { readonly keys: string; readonly boxed?: boolean }) {
  if (keys === '') return null;
  return (
    <kbd className={boxed ? styles.boxed : styles.plain} aria-hidden="true">
      {keyLabel(keys, isMac())}
    </kbd>
  );
}

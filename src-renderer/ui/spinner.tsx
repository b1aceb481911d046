import styles from './spinner.module.css';

/**
 * A ring that says "under way". It turns three times and then rests: nothing in Skein animates for ever. With a `label` it is a
 * status of its own; without one it is decoration beside words.
 */
export function Spinner({ label, size = 12 }: { readonly label?: string; readonly size?: number }) {
  const style = { width: size, height: size };
  return label === undefined ? (
    <span className={styles.ring} style={style} aria-hidden="true" />
  ) : (
    <span className={styles.ring} style={style} role="status" aria-label={label} />
  );
}

import styles from './raw-details.module.css';

/** Raw text behind a fold: output of a tool, lines of a log. Nothing where there is none. */
export function RawDetails({ text }: { readonly text: string | null | undefined }) {
  if (text === null || text === undefined || text === '') return null;
  return (
    <details className={styles.details}>
      <summary>Details</summary>
      <pre>{text}</pre>
    </details>
  );
}

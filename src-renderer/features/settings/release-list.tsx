import type { Release } from './releases.ts';
import styles from './whats-new.module.css';

/** Versions and what each brought. */
export function ReleaseList({ releases }: { readonly releases: readonly Release[] }) {
  return releases.map((release) => (
    <section key={release.version} className={styles.release} aria-label={`What is new in ${release.version}`}>
      <h4 className={styles.version}>{release.version}</h4>
      <ul className={styles.changes}>
        {release.changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </section>
  ));
}

import type { ReactNode } from 'react';
import styles from './settings.module.css';

/** One setting: its words on the left, its control on the right. */
export function SettingRow(props: {
  readonly title: string;
  readonly description?: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.row}>
      <div className={styles.rowWords}>
        <p>{props.title}</p>
        {props.description !== undefined && <p className={styles.description}>{props.description}</p>}
      </div>
      {props.children}
    </div>
  );
}

import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

/** What a view shows when there is nothing in it: what belongs here and how to get it. */
export function EmptyState(props: {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  readonly compact?: boolean;
}) {
  return (
    <div className={props.compact === true ? styles.compact : styles.empty}>
      {props.icon !== undefined && <div className={styles.icon}>{props.icon}</div>}
      <p className={styles.title}>{props.title}</p>
      {props.text !== undefined && <div className={styles.text}>{props.text}</div>}
      {props.actions !== undefined && <div className={styles.actions}>{props.actions}</div>}
    </div>
  );
}

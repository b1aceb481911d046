import type { ServerId, ThreadId } from '../../../src-shared/model/ids.ts';
import styles from './pages.module.css';

export function ThreadPage(_props: { readonly serverId: ServerId; readonly threadId: ThreadId }) {
  return <div className={styles.thread} />;
}

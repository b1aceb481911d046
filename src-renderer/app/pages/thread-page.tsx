import { ApprovalStack } from '../../features/approvals/approval-stack.tsx';
import { ThreadComposer } from '../../features/composer/thread-composer.tsx';
import { ThreadHeader } from '../../features/timeline/thread-header.tsx';
import { Timeline } from '../../features/timeline/timeline.tsx';
import { threadKey, type ServerId, type ThreadId } from '../../../src-shared/model/ids.ts';
import { ErrorBoundary } from '../error-boundary.tsx';
import { useMessageFocus } from './use-message-focus.ts';
import styles from './pages.module.css';

/** One thread: what it is, what happened, what it asks, and where to answer. The message box survives a fault in the rest. */
export function ThreadPage(thread: { readonly serverId: ServerId; readonly threadId: ThreadId }) {
  const { serverId, threadId } = thread;
  const ref = { serverId, threadId };
  useMessageFocus(threadId);
  return (
    <div className={styles.thread}>
      <ErrorBoundary part="The header" resetKey={threadId}>
        <ThreadHeader thread={ref} />
      </ErrorBoundary>
      <div className={styles.timeline}>
        <ErrorBoundary part="The timeline" resetKey={threadId}>
          <Timeline thread={ref} />
        </ErrorBoundary>
      </div>
      <div className={styles.foot}>
        <ErrorBoundary part="The requests" resetKey={threadId}>
          <ApprovalStack thread={ref} />
        </ErrorBoundary>
        <ThreadComposer key={threadKey(ref)} thread={ref} />
      </div>
    </div>
  );
}

import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { useOpenThread } from '../../state/open-threads.ts';
import { Markdown } from './markdown.tsx';
import { ThreadContext } from './thread-context.ts';
import styles from './markdown.module.css';

/** A whole Markdown file; its links to files open them. */
export function MarkdownPage({ thread, text }: { readonly thread: ThreadRef; readonly text: string }) {
  const open = useOpenThread(thread);
  return (
    open && (
      <ThreadContext value={open}>
        <div className={styles.prose}>
          <Markdown text={text} />
        </div>
      </ThreadContext>
    )
  );
}

import { useEffect, useRef, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { PreviewKind } from '../../../src-shared/model/files.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import type { PreviewRequest } from '../../state/panel-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { CommentLayer } from './comment-layer.tsx';
import type { MarkdownView } from './markdown-view.ts';
import { absolutePath } from './paths.ts';
import styles from './preview.module.css';

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'frame'; readonly url: string; readonly of: PreviewKind | 'web' }
  | { readonly kind: 'image'; readonly url: string }
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'none' };

/**
 * A file has scripts at most, and no origin of its own. A local web server is another origin than Skein by its port; without storage and
 * forms most of them would not run.
 */
const FILE_SANDBOX = 'allow-scripts';
const WEB_SANDBOX = 'allow-scripts allow-same-origin allow-forms allow-modals';

/** What is previewed, in a frame that knows nothing of Skein. */
export function PreviewContent(props: {
  readonly thread: ThreadRef;
  readonly target: PreviewRequest;
  readonly where: string;
  readonly markdown: MarkdownView;
  readonly picking: boolean;
  readonly onPicked: () => void;
}) {
  const { thread, target, where, markdown: Markdown, picking, onPicked } = props;
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const frame = useRef<HTMLIFrameElement>(null);
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let gone = false;
    void load(target).then((result) => {
      if (!gone) setLoaded(result);
    });
    return () => {
      gone = true;
    };
  }, [target]);
  return (
    <div ref={area} className={styles.area}>
      <Shown loaded={loaded} where={where} frame={frame} thread={thread} markdown={Markdown} />
      {picking && <CommentLayer frame={frame} area={area} where={where} onDone={onPicked} />}
    </div>
  );
}

function Shown(props: {
  readonly loaded: Loaded;
  readonly where: string;
  readonly frame: React.RefObject<HTMLIFrameElement | null>;
  readonly thread: ThreadRef;
  readonly markdown: MarkdownView;
}) {
  const { loaded, where, frame, thread, markdown: Markdown } = props;
  switch (loaded.kind) {
    case 'loading':
      return (
        <div className={styles.centre} role="status">
          <Spinner size={14} /> Loading…
        </div>
      );
    case 'failed': {
      const { title, text } = errorWords().appError(loaded.error);
      return (
        <div className={styles.failed}>
          <ErrorBox title={title} text={text} />
        </div>
      );
    }
    case 'none':
      return (
        <EmptyState title="No preview for this kind of file" text="Open it in the editor or in another program." />
      );
    case 'image':
      return (
        <div className={styles.picture}>
          <img src={loaded.url} alt={where} />
        </div>
      );
    case 'markdown':
      return (
        <div className={styles.markdown} tabIndex={0} role="region" aria-label={where}>
          <Markdown thread={thread} text={loaded.text} />
        </div>
      );
    case 'frame': {
      if (loaded.of === 'pdf' && !navigator.pdfViewerEnabled)
        return <EmptyState title="This browser shows no PDF files" text="Open it outside." />;
      // The browser's own viewer of PDF files does not run in a sandbox.
      const sandbox = loaded.of === 'web' ? WEB_SANDBOX : FILE_SANDBOX;
      return (
        <iframe
          ref={frame}
          className={styles.frame}
          title={`Preview of ${where}`}
          src={loaded.url}
          {...(loaded.of === 'pdf' ? {} : { sandbox })}
          referrerPolicy="no-referrer"
          allow="fullscreen 'none'"
        />
      );
    }
  }
}

async function load(target: PreviewRequest): Promise<Loaded> {
  if (target.kind === 'web') return { kind: 'frame', url: target.url, of: 'web' };
  const { serverId, root, path } = target;
  const answer = await getClient().files.preview({ serverId, root, path });
  if (!answer.ok) return { kind: 'failed', error: answer.error };
  const { url, kind } = answer.value;
  if (kind === 'none') return { kind: 'none' };
  if (kind === 'image') {
    const image = await getClient().files.imageUrl({ serverId, source: absolutePath(root, path) });
    if (image.ok) return { kind: 'image', url: image.value.url };
    // What is no plain picture (SVG is a document) goes into a frame.
    return url === null ? { kind: 'failed', error: image.error } : { kind: 'frame', url, of: kind };
  }
  if (kind !== 'markdown') return url === null ? { kind: 'none' } : { kind: 'frame', url, of: kind };
  const text = await getClient().files.readText({ serverId, root, path });
  return text.ok ? { kind: 'markdown', text: text.value.text } : { kind: 'failed', error: text.error };
}

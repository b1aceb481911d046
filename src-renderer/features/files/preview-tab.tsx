import { useEffect, useRef, useState } from 'react';
import ExternalLink from 'lucide-react/icons/external-link';
import MessageSquarePlus from 'lucide-react/icons/message-square-plus';
import PenLine from 'lucide-react/icons/pen-line';
import RotateCw from 'lucide-react/icons/rotate-cw';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { openAddress } from '../../state/open-address.ts';
import { useOpenThread, useThread } from '../../state/open-threads.ts';
import { preview, usePanel, view, type PreviewRequest } from '../../state/panel-store.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { openElsewhere } from './file-actions.ts';
import { filesRoom } from './files-room.ts';
import type { MarkdownView } from './markdown-view.ts';
import { pathInRoot } from './paths.ts';
import { readAddress } from './preview-address.ts';
import { PreviewContent } from './preview-content.tsx';
import styles from './preview.module.css';

/** Files and local web pages, looked at and commented on. `markdown`: draws a Markdown text. */
export function PreviewPanel(props: { readonly thread: ThreadRef; readonly markdown: MarkdownView }) {
  const thread = useOpenThread(props.thread);
  return thread && <PreviewOf thread={thread} markdown={props.markdown} />;
}

/** What is shown, of which thread's folder; another folder's preview is none of this thread's. */
function PreviewOf({ thread, markdown }: { readonly thread: OpenThread; readonly markdown: MarkdownView }) {
  const root = useThread(thread, (state) => infoOf(state)?.cwd ?? null);
  const asked = usePanel((state) => state.preview);
  if (root === null) return null;
  const target = asked?.kind === 'file' && asked.root !== root ? null : asked;
  const key = target === null ? '' : target.kind === 'file' ? `file:${target.path}` : target.url;
  return <Preview key={`${root}\n${key}`} thread={thread.ref} root={root} target={target} markdown={markdown} />;
}

function Preview(props: {
  readonly thread: ThreadRef;
  readonly root: string;
  readonly target: PreviewRequest | null;
  readonly markdown: MarkdownView;
}) {
  const { thread, root, target, markdown } = props;
  const room = filesRoom(thread.serverId, root);
  const [reloads, setReloads] = useState(0);
  const [picking, setPicking] = useState(false);
  const path = target?.kind === 'file' ? pathInRoot(root, target.path) : null;
  const shown = target === null ? '' : (path ?? (target.kind === 'web' ? target.url : ''));
  const go = (typed: string) => {
    const address = readAddress(typed, { serverId: thread.serverId, root, ownOrigin: window.location.origin });
    if (address.kind === 'refused') showToast({ tone: 'bad', title: 'Not shown', text: address.words });
    else if (typed === shown) setReloads(reloads + 1);
    else preview(address.target);
  };
  return (
    <div className={styles.preview}>
      <form
        ref={keepClear}
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get('address');
          if (typeof typed === 'string') go(typed);
        }}
      >
        <AddressField shown={shown} />
        <IconButton
          size="s"
          label="Reload"
          icon={<RotateCw size={13} aria-hidden="true" />}
          disabled={!target}
          onClick={() => setReloads(reloads + 1)}
        />
        {path !== null && (
          <IconButton
            size="s"
            label="Edit"
            icon={<PenLine size={14} aria-hidden="true" />}
            onClick={() => view({ kind: 'file', thread, root, path, line: null })}
          />
        )}
        <IconButton
          size="s"
          label="Open outside"
          icon={<ExternalLink size={14} aria-hidden="true" />}
          disabled={!target}
          onClick={() => {
            if (target?.kind === 'web') void openAddress(target.url);
            else if (path !== null) void openElsewhere(room, path, 'system', null);
          }}
        />
        <Button
          size="s"
          aria-pressed={picking}
          icon={<MessageSquarePlus size={14} aria-hidden="true" />}
          disabled={!target}
          onClick={() => setPicking(!picking)}
        >
          Comment
        </Button>
      </form>
      <div className={styles.body}>
        {target ? (
          <PreviewContent
            key={reloads}
            thread={thread}
            target={target}
            where={shown}
            markdown={markdown}
            picking={picking}
            onPicked={() => setPicking(false)}
          />
        ) : (
          <EmptyState
            title="Nothing to preview"
            text="Choose Preview on an image, a PDF, Markdown or HTML file, or type the address of a web server that runs on this machine."
          />
        )}
      </div>
    </div>
  );
}

function AddressField({ shown }: { readonly shown: string }) {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (field.current) field.current.value = shown;
  }, [shown]);
  return (
    <input
      ref={field}
      name="address"
      className={styles.address}
      aria-label="Address"
      placeholder="localhost:3000, or a file"
      defaultValue={shown}
      spellCheck={false}
      autoComplete="off"
    />
  );
}

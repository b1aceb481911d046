import { memo, useEffect, useState } from 'react';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Minus from 'lucide-react/icons/minus';
import Plus from 'lucide-react/icons/plus';
import Undo2 from 'lucide-react/icons/undo-2';
import type { ChangedFile, FileDiff } from '../../../src-shared/model/review.ts';
import { getClient } from '../../state/client.ts';
import { copyText } from '../../state/copy-text.ts';
import { errorWords } from '../../state/error-words.ts';
import { fileSize } from '../../state/file-size.ts';
import { view } from '../../state/panel-store.ts';
import { fileId } from '../../state/review-store.ts';
import { count } from '../../state/count-words.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { MenuButton } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { CommentDesk } from './comment-desk.ts';
import { linesOf } from './known-lines.ts';
import { excerptOf } from './patch-lines.ts';
import { revert, stage, unstage } from './review-actions.ts';
import { useReviewContext, useReviewView } from './review-context.ts';
import { CHANGE_WORDS } from './words.ts';
import styles from './file-head.module.css';

/** Head of one file in the list: what happened to it, what can be done with it, and what is no line of code. */
export const FileHead = memo(function FileHead(props: {
  readonly id: string;
  readonly collapsed: boolean;
  readonly onCollapse: (id: string, collapsed: boolean) => void;
}) {
  const { id, collapsed, onCollapse } = props;
  const { session, canStage, thread, comments } = useReviewContext();
  const file = useReviewView((state) => state.review?.files.find((one) => fileId(one) === id));
  const diff = useReviewView((state) => state.diffs.get(id));
  const failed = useReviewView((state) => state.failed.get(id));
  const root = useReviewView((state) => state.review?.root ?? session.subject.folder);
  if (!file) return null;
  const { serverId, folder, scope } = session.subject;
  const target = { kind: 'files' as const, files: [{ section: file.section, path: file.path }] };
  const setViewed = (viewed: boolean) => {
    onCollapse(id, viewed);
    const ref = { section: file.section, path: file.path };
    void getClient().review.setViewed({ serverId, folder, scope, file: ref, fingerprint: file.fingerprint, viewed });
  };
  const slash = file.path.lastIndexOf('/') + 1;
  return (
    <div className={styles.head}>
      <div className={styles.bar}>
        <button
          type="button"
          className={styles.fold}
          aria-expanded={!collapsed}
          aria-label={`${file.path}, ${CHANGE_WORDS[file.change]}`}
          onClick={() => onCollapse(id, !collapsed)}
        >
          <ChevronRight
            size={14}
            aria-hidden="true"
            className={classNames(styles.chevron, !collapsed && styles.turned)}
          />
          <span className={styles.path} data-tip={file.oldPath === null ? file.path : `${file.oldPath} → ${file.path}`}>
            {slash > 0 && <span className={styles.folder}>{file.path.slice(0, slash)}</span>}
            <span className={styles.name}>{file.path.slice(slash)}</span>
          </span>
        </button>
        <DiffStat additions={file.additions ?? 0} deletions={file.deletions ?? 0} />
        <span className={styles.actions}>
          {canStage && file.section === 'staged' && (
            <IconButton
              size="s"
              label="Unstage file"
              icon={<Minus size={14} aria-hidden="true" />}
              onClick={() => void unstage(session.subject, target)}
            />
          )}
          {canStage && file.section !== 'staged' && (
            <>
              <IconButton
                size="s"
                label="Revert file"
                icon={<Undo2 size={14} aria-hidden="true" />}
                onClick={() => void revert(session.subject, target, file.path.slice(slash))}
              />
              <IconButton
                size="s"
                label="Stage file"
                icon={<Plus size={14} aria-hidden="true" />}
                onClick={() => void stage(session.subject, target)}
              />
            </>
          )}
          <label className={styles.viewed}>
            <input type="checkbox" checked={file.viewed} onChange={(event) => setViewed(event.target.checked)} />
            Viewed
          </label>
          <MenuButton
            size="s"
            label="More about this file"
            icon={<Ellipsis size={14} aria-hidden="true" />}
            align="end"
            entries={() => [
              ...(file.change === 'deleted'
                ? []
                : [
                    {
                      kind: 'item' as const,
                      label: 'Open file',
                      onSelect: () => view({ kind: 'file', thread: thread.ref, root, path: file.path, line: null }),
                    },
                  ]),
              ...(diff && diff.patch.includes('\n@@')
                ? [
                    {
                      kind: 'item' as const,
                      label: 'Comment on this file',
                      onSelect: () => beginComment(comments, id, diff),
                    },
                  ]
                : []),
              { kind: 'item', label: 'Copy path', onSelect: () => void copyText(file.path, 'Path') },
              ...(diff && diff.patch !== ''
                ? [{ kind: 'item' as const, label: 'Copy diff', onSelect: () => void copyText(diff.patch, 'Diff') }]
                : []),
            ]}
          />
        </span>
      </div>
      {!collapsed && (
        <>
          <Notes file={file} />
          {failed && failed.code !== 'review.stale' ? (
            <p className={styles.note}>{errorWords().appError(failed).title}</p>
          ) : diff ? (
            <Body file={file} diff={diff} />
          ) : (
            <p className={styles.note}>
              <Spinner /> Reading…
            </p>
          )}
        </>
      )}
    </div>
  );
});

/** At the first line that changed: the way for the keyboard. */
function beginComment(comments: CommentDesk, id: string, diff: FileDiff): void {
  const lines = linesOf(diff);
  const first = lines.find((line) => line.kind === 'add' || line.kind === 'delete');
  if (!first) return;
  const place = { side: first.new === null ? ('old' as const) : ('new' as const), line: first.new ?? first.old ?? 1 };
  const range = { id, from: place, to: place };
  comments.begin({ fileId: id, path: diff.path, range, excerpt: excerptOf(diff.patch, lines, range) });
}

function Notes({ file }: { readonly file: ChangedFile }) {
  const notes = [
    file.oldPath === null ? null : `${CHANGE_WORDS[file.change]} from ${file.oldPath}`,
    file.modes && file.change === 'modified' ? `Mode ${file.modes.from} → ${file.modes.to}` : null,
    file.kind === 'symlink' ? 'Symbolic link' : null,
    file.kind === 'lfs' ? 'Stored with Git LFS: the pointer is shown' : null,
    file.change === 'unmerged' ? 'Both sides changed this file: resolve it, then stage it.' : null,
  ].filter((note) => note !== null);
  return notes.length === 0 ? null : <p className={styles.note}>{notes.join(' · ')}</p>;
}

function Body({ file, diff }: { readonly file: ChangedFile; readonly diff: FileDiff }) {
  const { session } = useReviewContext();
  if (file.kind === 'image') return <Images file={file} />;
  if (diff.submodule)
    return (
      <div className={styles.note}>
        Submodule {diff.submodule.from?.slice(0, 8) ?? 'new'} → {diff.submodule.to?.slice(0, 8) ?? 'removed'}
        {diff.submodule.log.length > 0 && (
          <ul className={styles.log}>
            {diff.submodule.log.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
      </div>
    );
  if (diff.tooLarge && diff.patch === '')
    return (
      <p className={styles.note}>
        {count(diff.tooLarge.lines, 'changed line')}, {fileSize(diff.tooLarge.bytes)}.{' '}
        <Button size="s" onClick={() => session.readWhole(file)}>
          Show anyway
        </Button>
      </p>
    );
  if (file.kind === 'binary')
    return <p className={styles.note}>Binary file{file.bytes === null ? '' : `, ${fileSize(file.bytes)}`}</p>;
  if (diff.patch === '' || !diff.patch.includes('\n@@'))
    return (
      <p className={styles.note}>
        {file.additions === 0 ? 'No lines to show: the file is empty or only its name or mode changed.' : ''}
      </p>
    );
  return null;
}

/** Old and new side of an image, beside each other. */
function Images({ file }: { readonly file: ChangedFile }) {
  return (
    <div className={styles.images}>
      {file.change !== 'added' && <Picture file={file} side="old" />}
      {file.change !== 'deleted' && <Picture file={file} side="new" />}
    </div>
  );
}

type Picture = 'loading' | 'none' | { readonly url: string; readonly bytes: number };

function Picture({ file, side }: { readonly file: ChangedFile; readonly side: 'old' | 'new' }) {
  const { session } = useReviewContext();
  const [picture, setPicture] = useState<Picture>('loading');
  const [natural, setNatural] = useState('');
  const { section, path, fingerprint } = file;
  useEffect(() => {
    let gone = false;
    const { serverId, folder, scope } = session.subject;
    void getClient()
      .review.image({ serverId, folder, scope, file: { section, path }, side })
      .then((answer) => {
        if (!gone) setPicture(answer.ok && answer.value ? answer.value : 'none');
      });
    return () => {
      gone = true;
    };
  }, [session, section, path, fingerprint, side]);
  const words = side === 'old' ? 'Before' : 'After';
  return (
    <figure className={styles.figure}>
      <figcaption>
        {words}
        {typeof picture === 'object' && ` · ${fileSize(picture.bytes)}${natural}`}
      </figcaption>
      {picture === 'loading' && <Spinner />}
      {picture === 'none' && <span>This image cannot be shown.</span>}
      {typeof picture === 'object' && (
        <img
          src={picture.url}
          alt={`${path}, ${words.toLowerCase()}`}
          onLoad={({ currentTarget: image }) => setNatural(` · ${image.naturalWidth} × ${image.naturalHeight}`)}
          onError={() => setPicture('none')}
        />
      )}
    </figure>
  );
}

import { useMemo, useState } from 'react';
import AtSign from 'lucide-react/icons/at-sign';
import Eye from 'lucide-react/icons/eye';
import MoreHorizontal from 'lucide-react/icons/ellipsis';
import Save from 'lucide-react/icons/save';
import TextWrap from 'lucide-react/icons/text-wrap';
import { useStore } from 'zustand';
import type { ReadOnlyReason } from '../../../src-shared/model/files.ts';
import { errorWords } from '../../state/error-words.ts';
import { fileSize } from '../../state/file-size.ts';
import { useSetting } from '../../state/settings-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { late } from '../../ui/late.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { keepClear } from '../../ui/keep-clear.ts';
import { ChangeBar } from './change-bar.tsx';
import { canPreview, mention, openElsewhere, rowEntries, showPreview } from './file-actions.ts';
import type { FilesRoom } from './files-room.ts';
import { LargeFile } from './large-file.tsx';
import type { OpenFile } from './open-files.ts';
import { nameOf, parentOf } from './paths.ts';
import styles from './files.module.css';

const CodeEditor = late(() => import('../../editor/code-editor.tsx').then((module) => module.CodeEditor));
const CodeCompare = late(() => import('../../editor/code-editor.tsx').then((module) => module.CodeCompare));

const READ_ONLY_WORDS: Readonly<Record<ReadOnlyReason, string>> = {
  permissions: 'Read-only: its permissions do not allow writing.',
  encoding: 'Read-only: its character set is not known, so writing it could change what you do not see.',
  part: 'Read-only: the file is too large to be edited here.',
  outside: 'Read-only: it lies outside of this folder.',
};

/** One open file: its text, or words for why there is none. */
export function FilePane({ room, path }: { readonly room: FilesRoom; readonly path: string }) {
  const file = useStore(room.files.store, (state) => state.files.find((other) => other.path === path) ?? null);
  const [compare, setCompare] = useState<string | null>(null);
  const [wrap, setWrap] = useState(false);
  if (!file) return null;
  const comparing = compare === path && file.disk.kind === 'changed';
  return (
    <>
      <PaneBar room={room} file={file} wrap={wrap} onWrap={() => setWrap(!wrap)} />
      {file.disk.kind !== 'same' && (
        <ChangeBar
          room={room}
          file={file}
          comparing={comparing}
          onCompare={() => setCompare(comparing ? null : path)}
        />
      )}
      {file.facts?.readOnly != null && file.content !== 'binary' && (
        <p className={styles.note}>{READ_ONLY_WORDS[file.facts.readOnly]}</p>
      )}
      <div className={styles.text}>
        <Content room={room} file={file} comparing={comparing} wrap={wrap} />
      </div>
    </>
  );
}

function PaneBar(props: {
  readonly room: FilesRoom;
  readonly file: OpenFile;
  readonly wrap: boolean;
  readonly onWrap: () => void;
}) {
  const { room, file, wrap, onWrap } = props;
  const { path, dirty, saving } = file;
  const isText = file.content === 'text';
  return (
    <div ref={keepClear} className={styles.bar}>
      <span className={styles.path} data-tip={path}>
        {parentOf(path) !== '' && <span className={styles.where}>{parentOf(path)}/</span>}
        {nameOf(path)}
      </span>
      <span className="sr-only" role="status">
        {saving ? 'Saving' : ''}
      </span>
      {isText && file.facts?.readOnly == null && (
        <IconButton
          size="s"
          label="Save"
          icon={<Save size={14} aria-hidden="true" />}
          disabled={!dirty || saving}
          onClick={() => void room.files.save(path)}
        />
      )}
      {isText && (
        <IconButton
          size="s"
          label="Wrap long lines"
          aria-pressed={wrap}
          icon={<TextWrap size={14} aria-hidden="true" />}
          onClick={onWrap}
        />
      )}
      {canPreview(path) && (
        <IconButton
          size="s"
          label="Preview"
          icon={<Eye size={14} aria-hidden="true" />}
          onClick={() => showPreview(room, path)}
        />
      )}
      <IconButton
        size="s"
        label="Add to message"
        icon={<AtSign size={14} aria-hidden="true" />}
        onClick={() => mention(room, path)}
      />
      <MenuButton
        size="s"
        align="end"
        label="More about this file"
        icon={<MoreHorizontal size={14} aria-hidden="true" />}
        entries={() => [
          { kind: 'item', label: 'Show in the tree', onSelect: () => room.tree.reveal(path) },
          { kind: 'item', label: 'Read again', onSelect: () => void room.files.reload(path), disabled: dirty },
          { kind: 'separator' },
          ...rowEntries(room, path, 'file'),
        ]}
      />
    </div>
  );
}

function Content(props: {
  readonly room: FilesRoom;
  readonly file: OpenFile;
  readonly comparing: boolean;
  readonly wrap: boolean;
}) {
  const { room, file, comparing, wrap } = props;
  const { path } = file;
  const fontSize = useSetting((settings) => settings.codeFontSize);
  const look = useMemo(() => ({ fontSize, wrap }), [fontSize, wrap]);
  const wanted = useStore(room.files.store, (state) => state.show);
  const show = wanted?.path === path ? wanted : null;
  switch (file.content) {
    case 'unread':
    case 'reading':
      return (
        <div className={styles.centre} role="status">
          <Spinner size={14} /> Reading…
        </div>
      );
    case 'failed': {
      if (!file.error) return null;
      const { title, text } = errorWords().appError(file.error);
      return (
        <div className={styles.failed}>
          <ErrorBox
            title={title}
            text={text}
            actions={[{ label: 'Try again', onSelect: () => void room.files.reload(path) }]}
          />
        </div>
      );
    }
    case 'binary':
      return (
        <EmptyState
          title="Not a text file"
          text={`${fileSize(file.facts?.bytes ?? 0)}. It can be opened in another program.`}
          actions={
            <>
              {canPreview(path) && <Button onClick={() => showPreview(room, path)}>Preview</Button>}
              <Button onClick={() => void openElsewhere(room, path, 'system', null)}>Open outside</Button>
            </>
          }
        />
      );
    case 'part':
      return <LargeFile key={file.facts?.version} room={room} path={path} bytes={file.facts?.bytes ?? 0} />;
    case 'text': {
      const model = room.files.model(path);
      if (!model) return null;
      if (comparing && file.disk.kind === 'changed')
        return (
          <CodeCompare
            label={`${path}: on disk and here`}
            path={path}
            before={file.disk.text}
            model={model}
            look={look}
          />
        );
      return (
        <CodeEditor
          model={model}
          label={path}
          look={look}
          readOnly={file.facts?.readOnly != null}
          readOnlyWords={file.facts?.readOnly != null ? READ_ONLY_WORDS[file.facts.readOnly] : ''}
          show={show}
          focus={show !== null}
        />
      );
    }
  }
}

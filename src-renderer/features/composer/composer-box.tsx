import { useId, useLayoutEffect, useRef, useState, useSyncExternalStore, type DragEvent, type ReactNode } from 'react';
import Paperclip from 'lucide-react/icons/paperclip';
import SquareTerminal from 'lucide-react/icons/square-terminal';
import { useComposerEntry } from '../../state/composer-store.ts';
import { namedIn } from '../../state/prompt-history.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { late } from '../../ui/late.tsx';
import { ChoiceBar } from './choice-bar.tsx';
import { shownChoices } from './choices.ts';
import type { Desk, Subject } from './desk.ts';
import { takeFiles } from './dropped-files.ts';
import { forkFromEdited } from './edit-previous.ts';
import { ImageStrip } from './image-strip.tsx';
import { IMAGE_TYPES } from './images.ts';
import { MessageBox } from './message-box.tsx';
import { sendMessage, stopTurn } from './send-message.ts';
import { takeSuggestion } from './take-suggestion.ts';
import { addToken } from './tokens.ts';
import { UpgradeNote } from './upgrade-note.tsx';
import { useKeys } from './use-keys.ts';
import { optionId, useSuggestions } from './use-suggestions.ts';
import styles from './composer.module.css';

const EditingBanner = late(() => import('./editing-banner.tsx').then((module) => module.EditingBanner));
const HistorySearch = late(() => import('./history-search.tsx').then((module) => module.HistorySearch));
const NoticeLine = late(() => import('./notice-line.tsx').then((module) => module.NoticeLine));
const SuggestionPopup = late(() => import('./suggestion-popup.tsx').then((module) => module.SuggestionPopup));

/** Fetches what the box shows only now and then, so that it is there for the key that asks for it. */
export async function preloadComposerParts(): Promise<void> {
  await Promise.all([SuggestionPopup, NoticeLine, HistorySearch, EditingBanner].map((part) => part.preload()));
}

/** The box with the message, what goes with it, and its buttons. `queue`: what waits already, drawn on top. */
export function ComposerBox(props: {
  readonly desk: Desk;
  readonly subject: Subject;
  readonly placeholder: string;
  /** Nothing can be sent now; words for why stand elsewhere. */
  readonly blocked: boolean;
  readonly queue?: ReactNode;
  readonly queued?: number;
}) {
  const { desk, subject, blocked, queued = 0 } = props;
  const { editor } = desk;
  const view = useSyncExternalStore(editor.subscribe, editor.view);
  const entry = useComposerEntry(desk.key);
  const [searching, setSearching] = useState(false);
  const [over, setOver] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    desk.setFrame(frame.current);
    return () => desk.setFrame(null);
  }, [desk]);
  const popup = usePopup(desk, subject);
  const hintId = useId();
  const onKeyDown = useKeys(desk, { open: popup.open && popup.hasChoice, move: popup.move, take: popup.take }, () =>
    setSearching(true),
  );
  const shown = shownChoices(subject.source, entry.chosen, subject.catalog);
  const editing = entry.editing !== null;
  const send = () => void (editing ? forkFromEdited(desk) : sendMessage(desk, 'auto'));

  return (
    <div
      ref={frame}
      className={classNames(
        styles.composer,
        over && styles.over,
        view.shell && styles.shellMode,
        shown.permissions.dangerous && styles.fullAccess,
      )}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false);
        if (!carriesFiles(event)) return;
        event.preventDefault();
        void takeFiles(desk, [...event.dataTransfer.files], event.dataTransfer.getData('text/uri-list'));
      }}
    >
      {props.queue}
      {entry.notice && <NoticeLine desk={desk} notice={entry.notice} />}
      {!subject.thread && <UpgradeNote desk={desk} subject={subject} />}
      {entry.editing && <EditingBanner desk={desk} editing={entry.editing} />}
      <ImageStrip desk={desk} images={view.images} uploading={entry.uploading} />
      <MessageBox
        desk={desk}
        placeholder={props.placeholder}
        popup={popup.open ? { listId: popup.listId, activeId: popup.activeId } : null}
        describedBy={view.shell ? hintId : undefined}
        onKeyDown={onKeyDown}
        onFiles={(files, uriList) => void takeFiles(desk, files, uriList)}
      />
      {view.shell && (
        <p id={hintId} className={styles.hint}>
          <SquareTerminal size={13} aria-hidden="true" />
          Runs in your own shell in the thread’s folder, without the agent and without a sandbox.
        </p>
      )}
      <div className={styles.bar}>
        <IconButton
          label="Add images or files"
          icon={<Paperclip size={15} aria-hidden="true" />}
          onClick={() => picker.current?.click()}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          aria-hidden="true"
          tabIndex={-1}
          accept={`${IMAGE_TYPES.join(',')},*/*`}
          onChange={(event) => {
            const files = [...(event.currentTarget.files ?? [])];
            event.currentTarget.value = '';
            void takeFiles(desk, files, '');
          }}
        />
        <ChoiceBar desk={desk} subject={subject} />
        <span className={styles.grow} />
        {entry.sending > 0 && !subject.thread && (
          <span className={styles.quiet} role="status">
            Starting the thread…
          </span>
        )}
        {queued > 0 && <span className={classNames(styles.quiet, styles.queued)}>{queued} queued</span>}
        {subject.running && (
          <Button tone="danger" data-tip="Stop the turn" data-tip-key="Mod+Period" onClick={() => void stopTurn(desk)}>
            Stop
          </Button>
        )}
        {subject.running && !editing && (
          <Button
            disabled={view.empty || blocked}
            data-tip="Send when this turn has ended"
            data-tip-key="Tab"
            onClick={() => void sendMessage(desk, 'queue')}
          >
            Queue
          </Button>
        )}
        <Button tone="primary" disabled={(view.empty && !editing) || blocked} onClick={send}>
          {editing ? 'Fork from here' : 'Send'}
        </Button>
      </div>
      {popup.open && view.trigger && (
        <SuggestionPopup
          id={popup.listId}
          trigger={view.trigger}
          suggestions={popup.suggestions}
          active={popup.active}
          onActive={popup.setActive}
          onTake={(index) => popup.takeAt(index, true)}
        />
      )}
      {searching && (
        <HistorySearch
          cwd={subject.cwd}
          onTake={(text) => {
            setSearching(false);
            const { images, tokens } = editor.content();
            editor.replace({ text, images, tokens: namedIn(text).reduce(addToken, tokens) });
            editor.focus();
          }}
          onClose={() => {
            setSearching(false);
            editor.focus();
          }}
        />
      )}
    </div>
  );
}

const carriesFiles = (event: DragEvent): boolean =>
  event.dataTransfer.types.includes('Files') || event.dataTransfer.types.includes('text/uri-list');

/** The popup for the word at the caret: what it offers, and which line is marked. */
function usePopup(desk: Desk, subject: Subject) {
  const view = useSyncExternalStore(desk.editor.subscribe, desk.editor.view);
  const { trigger } = view;
  const suggestions = useSuggestions(trigger, subject);
  const listId = useId();
  const word = trigger ? `${trigger.kind}:${trigger.from}:${trigger.query}` : '';
  // The marked line belongs to one word: with the next letter the first line is marked again.
  const [marked, setMarked] = useState({ word: '', index: 0 });
  const count = suggestions.list.length;
  const active = marked.word === word && marked.index < count ? marked.index : 0;
  const open = trigger !== null && (count > 0 || suggestions.state !== 'ready' || trigger.query !== '');
  const takeAt = (index: number, run: boolean) => {
    const chosen = suggestions.list[index];
    if (trigger && chosen) void takeSuggestion(desk, trigger, chosen, run);
  };
  return {
    // With nothing to choose, Enter and Tab keep their meaning.
    open,
    hasChoice: count > 0,
    suggestions,
    listId,
    active,
    activeId: count > 0 ? optionId(listId, active) : undefined,
    setActive: (index: number) => setMarked({ word, index }),
    move: (by: 1 | -1) => setMarked({ word, index: count === 0 ? 0 : (active + by + count) % count }),
    take: (run: boolean) => takeAt(active, run),
    takeAt,
  };
}

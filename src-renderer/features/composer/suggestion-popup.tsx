import { useEffect, useRef, type ReactNode } from 'react';
import File from 'lucide-react/icons/file';
import FileText from 'lucide-react/icons/file-text';
import Folder from 'lucide-react/icons/folder';
import Sparkles from 'lucide-react/icons/sparkles';
import { classNames } from '../../ui/class-names.ts';
import { suggestionKey, type Suggestion } from './suggestions.ts';
import { optionId, type Suggestions } from './use-suggestions.ts';
import type { Trigger } from './trigger.ts';
import styles from './popup.module.css';

const LABELS = { file: 'Files and folders', skill: 'Skills', command: 'Commands' } as const;
const EMPTY = {
  file: 'No file matches.',
  skill: 'No skill matches. Skills live in the skills folders of Codex.',
  command: 'No command matches.',
} as const;

/** The list above the message for `@`, `$` and `/`. The focus stays in the message, which names the active option. */
export function SuggestionPopup(props: {
  readonly id: string;
  readonly trigger: Trigger;
  readonly suggestions: Suggestions;
  readonly active: number;
  readonly onActive: (index: number) => void;
  readonly onTake: (index: number) => void;
}) {
  const { id, trigger, suggestions, active } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active, suggestions.list]);
  const words = emptyWords(trigger.kind, suggestions);
  return (
    <div className={styles.popup}>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label={LABELS[trigger.kind]}
        className={styles.list}
        // It scrolls; what is in it is chosen from the text field, which keeps the focus.
        tabIndex={0}
        onPointerDown={(event) => event.preventDefault()}
      >
        {suggestions.list.map((one, index) => (
          <div
            key={suggestionKey(one)}
            id={optionId(id, index)}
            role="option"
            aria-selected={index === active}
            className={styles.option}
            onPointerMove={() => props.onActive(index)}
            onClick={() => props.onTake(index)}
          >
            <Row one={one} />
          </div>
        ))}
      </div>
      {words !== null && (
        <p className={styles.empty} role="status">
          {words}
        </p>
      )}
    </div>
  );
}

function emptyWords(kind: Trigger['kind'], { list, state }: Suggestions): string | null {
  if (list.length > 0) return null;
  if (state === 'searching') return 'Searching…';
  return state === 'failed' ? 'The files cannot be searched now.' : EMPTY[kind];
}

function Row({ one }: { readonly one: Suggestion }) {
  switch (one.kind) {
    case 'file': {
      const Icon = one.hit.kind === 'folder' ? Folder : File;
      return (
        <>
          <Icon size={14} aria-hidden="true" className={styles.icon} />
          <Path relative={one.hit.relative} indices={one.hit.indices} />
          {one.hit.kind === 'folder' && <span className="sr-only">folder</span>}
        </>
      );
    }
    case 'skill':
      return (
        <Named
          icon={<Sparkles size={14} />}
          name={one.skill.name}
          about={one.skill.description}
          hint={one.skill.scope}
        />
      );
    case 'prompt':
      return (
        <Named
          icon={<FileText size={14} />}
          name={`/${one.prompt.name}`}
          about={one.prompt.description}
          hint="prompt"
        />
      );
    case 'command':
      return (
        <Named
          icon={null}
          name={`/${one.command.name}`}
          about={one.command.description}
          hint={one.command.argument.kind === 'none' ? '' : one.command.argument.hint}
        />
      );
  }
}

function Named(props: {
  readonly icon: ReactNode;
  readonly name: string;
  readonly about: string;
  readonly hint: string;
}) {
  return (
    <>
      {props.icon !== null && (
        <span className={styles.icon} aria-hidden="true">
          {props.icon}
        </span>
      )}
      <span className={styles.name}>{props.name}</span>
      <span className={styles.about}>{props.about}</span>
      {props.hint !== '' && <span className={styles.hint}>{props.hint}</span>}
    </>
  );
}

/** The name first, its folder after it, matched letters marked. */
function Path({ relative, indices }: { readonly relative: string; readonly indices: readonly number[] }) {
  const trimmed = relative.replace(/\/$/, '');
  const cut = trimmed.lastIndexOf('/') + 1;
  const marked = new Set(indices);
  return (
    <>
      <span className={styles.name}>{marks(relative, cut, relative.length, marked)}</span>
      <span className={classNames(styles.about, styles.folder)}>
        {marks(relative, 0, Math.max(0, cut - 1), marked)}
      </span>
    </>
  );
}

function marks(text: string, from: number, to: number, marked: ReadonlySet<number>): ReactNode[] {
  const pieces: ReactNode[] = [];
  let start = from;
  for (let at = from; at < to; at++) {
    if (!marked.has(at)) continue;
    let end = at + 1;
    while (end < to && marked.has(end)) end++;
    pieces.push(text.slice(start, at), <mark key={at}>{text.slice(at, end)}</mark>);
    start = end;
    at = end - 1;
  }
  pieces.push(text.slice(start, to));
  return pieces;
}

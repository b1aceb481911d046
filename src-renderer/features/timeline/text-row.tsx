import { memo, useEffect, useState } from 'react';
import type { ItemId } from '../../../src-shared/model/ids.ts';
import { CodeBlock } from '../../editor/code-block.tsx';
import type { TextPart, TextRow } from '../../state/text-parts.ts';
import { textView } from '../../state/open-thread.ts';
import { classNames } from '../../ui/class-names.ts';
import { whenIdle } from '../../ui/when-idle.ts';
import { CopyButton } from './copy-button.tsx';
import { DraftBlock } from './draft.tsx';
import { Markdown } from './markdown.tsx';
import { quickBlock } from './quick-block.ts';
import { useOpen, useThreadState } from './thread-context.ts';
import styles from './markdown.module.css';

const REFERENCE = /\]\[|\[[^\]]+\](?!\()/;
const FOOTNOTE = /^\[\^/;

/** What Markdown makes of a part alone: its table head before it, its indentation off, link definitions behind it. */
function sourceOf(part: Extract<TextPart, { kind: 'markdown' }>, definitions: string): string {
  let { source } = part;
  if (part.dedent > 0) source = source.replace(new RegExp(`^ {1,${part.dedent}}`, 'gm'), '');
  // A footnote alone would vanish: nothing in its part refers to it.
  if (FOOTNOTE.test(source)) source = `\\${source}`;
  const needs = definitions !== '' && REFERENCE.test(source) && !source.startsWith(definitions.slice(0, 8));
  return `${part.prefix}${source}${needs ? `\n\n${definitions}` : ''}`;
}

const Part = memo(function Part(props: {
  readonly part: TextPart;
  readonly definitions: string;
  readonly itemId: ItemId;
}) {
  const { part, definitions, itemId } = props;
  const thread = useOpen();
  const read = useRead(part);
  if (part.kind === 'code')
    return (
      <div className={classNames(part.joined && styles.joined)}>
        <CodeBlock
          code={part.code}
          language={part.language}
          closed={!part.open}
          first={part.first}
          last={part.last || part.open}
          actions={<CopyButton text={() => wholeCode(thread, itemId, part)} what="Code" />}
        />
      </div>
    );
  if (part.source.trim() === '') return null;
  const draft = part.shape === null || read ? null : quickBlock(part.shape, part.source, part.open);
  return (
    <div className={classNames(styles.prose, part.joined && styles.joined, part.dedent > 0 && styles.inset)}>
      {draft ? <DraftBlock block={draft} /> : <Markdown text={sourceOf(part, definitions)} />}
    </div>
  );
});

/** A closed block is drawn as a draft first and read as Markdown when the page has time, if it is still there then. */
function useRead(part: TextPart): boolean {
  const [read, setRead] = useState(false);
  const wanted = part.kind === 'markdown' && !part.open && part.shape !== null;
  useEffect(() => (wanted ? whenIdle(() => setRead(true)) : undefined), [wanted]);
  return read && wanted;
}

/** A long fence is cut into parts: its copy button, which is in the first, copies all of them. */
function wholeCode(thread: ReturnType<typeof useOpen>, itemId: ItemId, first: TextPart): string {
  const parts = textView(thread.store.getState(), itemId).rows.flatMap((row) => row.parts);
  const at = parts.findIndex((part) => part === first || (part.open && part.kind === 'code' && part.source.startsWith(first.source))); // prettier-ignore
  let code = '';
  for (const part of parts.slice(Math.max(0, at))) {
    if (part.kind !== 'code' || (code !== '' && part.first)) break;
    code += part.code;
    if (part.last) break;
  }
  return code;
}

export const TextParts = memo(function TextParts(props: {
  readonly row: TextRow;
  readonly definitions: string;
  readonly itemId: ItemId;
}) {
  return (
    <div className={styles.parts}>
      {props.row.parts.map((part, at) => (
        <Part key={at} part={part} definitions={props.definitions} itemId={props.itemId} />
      ))}
    </div>
  );
});

/** One row of a long text. Only the last row of a growing one renders again. */
export const TextRowView = memo(function TextRowView({
  itemId,
  index,
}: {
  readonly itemId: ItemId;
  readonly index: number;
}) {
  const row = useThreadState((state) => textView(state, itemId).rows[index]);
  const definitions = useThreadState((state) => textView(state, itemId).definitions);
  if (!row) return <div className={styles.waiting} aria-hidden="true" />;
  return <TextParts row={row} definitions={definitions} itemId={itemId} />;
});

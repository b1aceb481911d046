import { useMemo } from 'react';
import Copy from 'lucide-react/icons/copy';
import RotateCw from 'lucide-react/icons/rotate-cw';
import type { FileChangeItem, Item } from '../../../src-shared/model/item.ts';
import { parseAnsi, withoutAnsi } from '../../editor/ansi.ts';
import { AnsiSpans, ansiColors } from '../../editor/ansi-text.tsx';
import { DiffRow } from '../../editor/diff-view.tsx';
import { parseHunks, type DiffLine } from '../../editor/diff-hunks.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { copyText } from '../../state/copy-text.ts';
import { DiffStat } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { classNames } from '../../ui/class-names.ts';
import styles from './panel.module.css';

/** One item of a thread, uncut: a command's whole output, all diffs of a change, the whole text of anything else. */
export function ItemView({ item, onReload }: { readonly item: Item; readonly onReload: () => void }) {
  if (item.kind === 'fileChange') return <Diffs item={item} onReload={onReload} />;
  const { title, text } = textOf(item);
  return <Output title={title} text={text} onReload={onReload} />;
}

function Bar(props: {
  readonly title: string;
  readonly stat?: React.ReactNode;
  readonly copy: () => string;
  readonly onReload: () => void;
}) {
  // prettier-ignore
  return (
    <div className={styles.bar}>
      <span className={styles.command} data-tip={props.title.slice(0, 500)}>
        {props.title.split('\n', 1)[0]}
      </span>
      {props.stat}
      <IconButton size="s" label="Copy all" icon={<Copy size={13} aria-hidden="true" />} onClick={() => void copyText(props.copy(), 'Text')} />
      <IconButton size="s" label="Reload" icon={<RotateCw size={13} aria-hidden="true" />} onClick={props.onReload} />
    </div>
  );
}

function Output({
  title,
  text,
  onReload,
}: {
  readonly title: string;
  readonly text: string;
  readonly onReload: () => void;
}) {
  const lines = useMemo(() => parseAnsi(text), [text]);
  const columns = useMemo(
    () =>
      lines.reduce(
        (most, line) =>
          Math.max(
            most,
            line.reduce((sum, span) => sum + span.text.length, 0),
          ),
        0,
      ),
    [lines],
  );
  return (
    <div className={styles.viewer}>
      <Bar title={title} copy={() => withoutAnsi(text)} onReload={onReload} />
      {lines.length === 0 ? (
        <EmptyState title="No output" />
      ) : (
        <div className={classNames(styles.lines, ansiColors)}>
          <VirtualLines
            label="Output"
            count={lines.length}
            columns={columns}
            className={styles.output}
            line={(index) => <AnsiSpans line={lines[index] ?? []} />}
          />
        </div>
      )}
    </div>
  );
}

type Row = { readonly kind: 'file'; readonly path: string } | DiffLine;

function Diffs({ item, onReload }: { readonly item: FileChangeItem; readonly onReload: () => void }) {
  const rows = useMemo<Row[]>(
    () => item.changes.flatMap((change) => [{ kind: 'file' as const, path: change.movedTo === null ? change.path : `${change.path} → ${change.movedTo}` }, ...parseHunks(change.diff)]), // prettier-ignore
    [item],
  );
  const columns = useMemo(
    () => rows.reduce((most, row) => Math.max(most, row.kind === 'file' ? row.path.length : row.text.length), 0),
    [rows],
  );
  const sum = (side: 'additions' | 'deletions') => item.changes.reduce((total, change) => total + change[side], 0);
  return (
    <div className={styles.viewer}>
      <Bar
        title={item.changes.length === 1 ? (item.changes[0]?.path ?? '') : `${item.changes.length} files`}
        stat={<DiffStat additions={sum('additions')} deletions={sum('deletions')} />}
        copy={() => item.changes.map((change) => `--- ${change.path}\n+++ ${change.movedTo ?? change.path}\n${change.diff}`).join('\n')} // prettier-ignore
        onReload={onReload}
      />
      <div className={styles.lines}>
        <VirtualLines
          label="Changed lines"
          count={rows.length}
          columns={columns + 14}
          line={(index) => {
            const row = rows[index];
            if (!row) return null;
            return row.kind === 'file' ? <div className={styles.fileLine}>{row.path}</div> : <DiffRow line={row} />;
          }}
        />
      </div>
    </div>
  );
}

function textOf(item: Item): { title: string; text: string } {
  switch (item.kind) {
    case 'command':
      return { title: item.command, text: item.output };
    case 'userMessage':
      return {
        title: 'Message',
        text: item.parts
          .map((part) => (part.kind === 'text' ? part.text : part.kind === 'image' ? '' : part.name))
          .join(''),
      };
    case 'agentMessage':
    case 'reasoning':
    case 'plan':
    case 'review':
      return { title: item.kind === 'reasoning' ? 'Reasoning' : 'Text', text: item.text };
    case 'toolCall': {
      const result = item.result.map((part) => (part.kind === 'text' ? part.text : part.kind === 'json' ? part.json : '[image]')); // prettier-ignore
      return {
        title: item.server === null ? item.tool : `${item.server} · ${item.tool}`,
        text: [item.arguments, item.error ?? '', ...result].filter((text) => text !== '').join('\n\n'),
      };
    }
    case 'unknown':
      return { title: item.type, text: item.json };
    default:
      return { title: item.kind, text: JSON.stringify(item, null, 2) };
  }
}

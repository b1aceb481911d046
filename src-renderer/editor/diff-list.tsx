import { memo, useCallback, useImperativeHandle, useMemo, useRef, useState, type ReactNode, type Ref } from 'react';
import { CodeView, WorkerPoolContextProvider, type CodeViewHandle } from '@pierre/diffs/react';
import type { CodeViewLineSelection, FileDiffLoadedFiles, FileDiffMetadata, SelectedLineRange } from '@pierre/diffs';
import DiffWorker from '@pierre/diffs/worker/worker-portable.js?worker';
import { DiffItems, type DiffEntry } from './diff-items.ts';
import { usePageTheme } from './page-theme.ts';
import styles from './diff-list.module.css';

/** Lines from one place of a file's diff to another, in the order of the diff. */
export interface LineRange {
  readonly id: string;
  readonly from: LinePlace;
  readonly to: LinePlace;
}
export interface LinePlace {
  readonly side: 'old' | 'new';
  /** From 1. */
  readonly line: number;
}
export interface DiffListHandle {
  /** Brings a file to the top, or a line of it into view. */
  readonly show: (id: string, place?: LinePlace) => void;
}

export interface DiffListProps {
  readonly entries: readonly DiffEntry[];
  readonly layout: 'inline' | 'split';
  readonly wrap: boolean;
  /** Head of one file, with everything that is no line of code. */
  readonly renderHead: (id: string) => ReactNode;
  readonly renderNote: (id: string, key: string) => ReactNode;
  /** The sign in the gutter was pressed, on a line or over several of them. */
  readonly onPick: (range: LineRange) => void;
  readonly selection: LineRange | null;
  readonly onSelect: (range: LineRange | null) => void;
  /** Both sides of a file, for lines that the diff left out. */
  readonly loadContents: (id: string) => Promise<{ readonly old: string | null; readonly new: string | null } | null>;
  readonly handle: Ref<DiffListHandle>;
}

/** Highlighting runs beside the page; two workers are enough for what fits on a screen. */
const WORKERS = 2;
const POOL = { workerFactory: () => new DiffWorker(), poolSize: WORKERS, mainThreadMaxCharacters: 2000 };
const THEME = { dark: 'github-dark-default', light: 'github-light-default' } as const;
const HIGHLIGHTING = { theme: THEME, tokenizeMaxLineLength: 1000, maxLineDiffLength: 1000 } as const;
/** Sizes of our own rows, in pixels, for places of what is not drawn yet. */
const METRICS = { lineHeight: 20, diffHeaderHeight: 37 } as const;
/** The library's own surfaces take the page's colours. */
const OWN_CSS = `
  :host { --diffs-bg: var(--bg-window); --diffs-bg-separator-override: var(--bg-raised); }
  [data-diffs-header] { background: var(--bg-side); }
  [data-utility-button] { background: var(--accent-strong); color: #ffffff; }
`;

/** Diffs of many files as one virtual list: only what is in view is drawn, and highlighted beside the page. */
export const DiffList = memo(function DiffList(props: DiffListProps) {
  return (
    <WorkerPoolContextProvider poolOptions={POOL} highlighterOptions={HIGHLIGHTING}>
      <List {...props} />
    </WorkerPoolContextProvider>
  );
});

function List(props: DiffListProps) {
  const { entries, layout, wrap, loadContents, onSelect, onPick, handle } = props;
  const theme = usePageTheme();
  const view = useRef<CodeViewHandle<string, undefined>>(null);
  const [source] = useState(() => new DiffItems());
  const items = useMemo(() => source.of(entries), [source, entries]);
  const loadDiffFiles = useCallback(
    async (diff: FileDiffMetadata): Promise<FileDiffLoadedFiles> => {
      const entry = items.find((item) => item.fileDiff === diff);
      const contents = entry ? await loadContents(entry.id) : null;
      if (contents?.new === null || contents?.new === undefined || contents.old === null)
        throw new Error('The rest of this file cannot be shown');
      return {
        oldFile: { name: diff.prevName ?? diff.name, contents: contents.old },
        newFile: { name: diff.name, contents: contents.new },
      };
    },
    [items, loadContents],
  );
  const options = useMemo(
    () => ({
      ...HIGHLIGHTING,
      themeType: theme,
      diffStyle: layout === 'split' ? ('split' as const) : ('unified' as const),
      overflow: wrap ? ('wrap' as const) : ('scroll' as const),
      diffIndicators: 'classic' as const,
      hunkSeparators: 'line-info' as const,
      lineDiffType: 'word-alt' as const,
      lineHoverHighlight: 'number' as const,
      enableLineSelection: true,
      enableGutterUtility: true,
      stickyHeaders: true,
      unsafeCSS: OWN_CSS,
      itemMetrics: METRICS,
      layout: { paddingTop: 0, paddingBottom: 24, gap: 0 },
      loadDiffFiles,
      onGutterUtilityClick: (range: SelectedLineRange, { item }: { readonly item: { readonly id: string } }) => {
        const picked = fromLibrary({ id: item.id, range });
        if (picked) onPick(picked);
      },
    }),
    [theme, layout, wrap, loadDiffFiles, onPick],
  );
  useImperativeHandle(
    handle,
    () => ({
      show: (id, place) => {
        if (!place) view.current?.scrollTo({ type: 'item', id, align: 'start' });
        else {
          const side = place.side === 'old' ? 'deletions' : 'additions';
          view.current?.scrollTo({ type: 'line', id, lineNumber: place.line, side, align: 'center' });
        }
      },
    }),
    [],
  );
  return (
    <CodeView<string>
      ref={view}
      className={styles.list ?? ''}
      items={items}
      options={options}
      selectedLines={toLibrary(props.selection)}
      onSelectedLinesChange={(selection) => onSelect(fromLibrary(selection))}
      renderCustomHeader={(item) => props.renderHead(item.id)}
      renderAnnotation={(note, _file, item) => props.renderNote(item.id, note.metadata)}
    />
  );
}

const side = (name: 'old' | 'new') => (name === 'old' ? ('deletions' as const) : ('additions' as const));
const named = (name: 'deletions' | 'additions' | undefined) => (name === 'deletions' ? 'old' : 'new');

function toLibrary(range: LineRange | null): CodeViewLineSelection | null {
  if (!range) return null;
  const { id, from, to } = range;
  return { id, range: { start: from.line, side: side(from.side), end: to.line, endSide: side(to.side) } };
}

function fromLibrary(selection: CodeViewLineSelection | null): LineRange | null {
  if (!selection) return null;
  const { start, end, side: first, endSide } = selection.range;
  return {
    id: selection.id,
    from: { side: named(first), line: start },
    to: { side: named(endSide ?? first), line: end },
  };
}

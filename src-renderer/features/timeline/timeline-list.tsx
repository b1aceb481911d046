import { memo, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useVirtualizer, type Range, type Virtualizer } from '@tanstack/react-virtual';
import ArrowDown from 'lucide-react/icons/arrow-down';
import Target from 'lucide-react/icons/target';
import { threadKey, type ItemId, type TurnId } from '../../../src-shared/model/ids.ts';
import { useComposers } from '../../state/composer-store.ts';
import { errorWords } from '../../state/error-words.ts';
import { newerCursor, olderCursor } from '../../state/history-window.ts';
import { openThreads, useThread } from '../../state/open-threads.ts';
import { itemOf, runningTurn, turnOf, type OpenThread, type Paging } from '../../state/thread-store.ts';
import { createTimelineRows, type TimelineRow } from '../../state/timeline-rows.ts';
import { count } from '../../state/count-words.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { openContextMenu } from '../../ui/menu.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Follow } from './follow.ts';
import { estimateSize } from './estimate-size.ts';
import { goalOfTurn } from './goal-of-turn.ts';
import { itemMenu } from './item-menu.ts';
import { ItemView } from './item-view.tsx';
import { moveByKey } from './keyboard.ts';
import { placeOf, rememberPlace } from './reading-place.ts';
import { groupRows, type ItemGroup, type PlacedRow } from './row-groups.ts';
import { TextRowView } from './text-row.tsx';
import { useOpen, useThreadState } from './thread-context.ts';
import { RunningFoot, TurnFoot } from './turn-foot.tsx';
import { useShownTurn } from './shown-turn.ts';
import { itemName } from './words.ts';
import styles from './timeline.module.css';

/** So near to the end a view counts as being there, and follows. */
const END_PX = 24;
/** The next page is asked for when this much is left to scroll. */
const AHEAD_PX = 1600;
const OVERSCAN_ROWS = 2;
const PADDING_TOP_PX = 44;
/** Room for the line that says a turn is running; the foot of an ended turn brings its own. */
const RUNNING_FOOT_PX = 44;
const PADDING_BOTTOM_PX = 4;

/**
 * Heights as they are, not rounded: rows stand in the normal flow, and rounding would add up. A row that has just been mounted
 * keeps its estimate for the moment, since reading its height would lay the page out once more; the observer tells it before
 * anything is painted.
 */
function measure(
  element: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  list: Virtualizer<HTMLDivElement, HTMLElement>,
): number {
  const index = list.indexFromElement(element);
  return entry?.borderBoxSize[0]?.blockSize ?? list.measurementsCache[index]?.size ?? list.options.estimateSize(index);
}

const distanceFromEnd = (list: Virtualizer<HTMLDivElement, HTMLElement>): number =>
  list.getTotalSize() - (list.scrollOffset ?? 0) - (list.scrollRect?.height ?? 0);

/** Tells where the view is now. The end of a window that the live end does not follow is none to follow. */
function report(follow: Follow, joined: boolean, list: Virtualizer<HTMLDivElement, HTMLElement>): void {
  if (!joined) follow.stop();
  else
    follow.scrolled({
      offset: list.scrollOffset ?? 0,
      distance: distanceFromEnd(list),
      height: list.scrollRect?.height ?? 0,
      backward: list.isScrolling && list.scrollDirection === 'backward',
    });
}

/** The turns of a thread as one virtual list. `thread` has its first snapshot. */
export function TimelineList({ thread }: { readonly thread: OpenThread }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [rowsOf] = useState(createTimelineRows);
  const rows = useThread(thread, rowsOf);
  const joined = useThread(thread, (state) => state.history.joined);
  const running = useThread(thread, (state) => runningTurn(state) !== undefined);
  const arrivals = useThread(thread, (state) => state.arrivals);
  const [place] = useState(() => placeOf(thread));
  const [atEnd, setAtEnd] = useState(place?.atEnd ?? true);
  const [seen, setSeen] = useState(arrivals);
  const [follow] = useState(() => new Follow(place?.atEnd ?? true, END_PX));
  const latest = useRef({ rows });

  // eslint-disable-next-line react-hooks/incompatible-library -- rows below are memoized by their own props
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    getItemKey: useCallback((index: number) => rows[index]?.key ?? index, [rows]),
    estimateSize: (index) => {
      const row = rows[index];
      return row ? estimateSize(thread.store.getState(), row) : 0;
    },
    measureElement: measure,
    anchorTo: 'end',
    scrollEndThreshold: END_PX,
    // At the end of a growing text, rows above the view would be drawn only to be thrown away.
    rangeExtractor: useCallback(
      (range: Range) => {
        const from = Math.max(0, range.startIndex - (follow.following ? 0 : OVERSCAN_ROWS));
        const to = Math.min(range.count - 1, range.endIndex + OVERSCAN_ROWS);
        return Array.from({ length: to - from + 1 }, (_, at) => from + at);
      },
      [follow],
    ),
    paddingStart: PADDING_TOP_PX,
    paddingEnd: running ? RUNNING_FOOT_PX : PADDING_BOTTOM_PX,
    ...(place && !place.atEnd ? { initialOffset: place.offset, initialMeasurementsCache: place.measured } : {}),
    onChange: (instance) => {
      report(follow, joined, instance);
      const end = distanceFromEnd(instance) <= END_PX;
      if (end !== atEnd) setAtEnd(end);
    },
  });
  useEffect(() => {
    latest.current = { rows };
  });

  const filled = rows.length > 0;
  const toEnd = useCallback(() => {
    openThreads().toLiveEnd(thread.ref);
    follow.start();
    setAtEnd(true);
    // Rows of the live end are there after the next commit.
    requestAnimationFrame(() => virtualizer.scrollToEnd());
  }, [thread, virtualizer, follow]);
  const scrolledRows = useRef<readonly TimelineRow[] | null>(null);
  const scrolledHeight = useRef(0);
  useLayoutEffect(() => {
    // A scroll renders before it is reported by `onChange`.
    report(follow, joined, virtualizer);
    const appended = scrolledRows.current !== rows;
    scrolledRows.current = rows;
    const height = virtualizer.scrollRect?.height ?? 0;
    // What grows below the list (a notice, a longer message) takes from its height, be it only some pixels.
    const resized = scrolledHeight.current !== height;
    scrolledHeight.current = height;
    if (filled && joined && follow.following && (appended || resized || distanceFromEnd(virtualizer) > END_PX))
      virtualizer.scrollToEnd();
  });
  useEffect(
    () => () =>
      rememberPlace(thread, {
        offset: virtualizer.scrollOffset ?? 0,
        atEnd: follow.following,
        measured: virtualizer.takeSnapshot(),
      }),
    [thread, virtualizer, follow],
  );

  // Sending a message leads back to the end.
  useEffect(() => {
    const key = threadKey(thread.ref);
    return useComposers.subscribe((all, before) => {
      if ((all[key]?.sending ?? 0) > (before[key]?.sending ?? 0)) toEnd();
    });
  }, [thread, toEnd]);

  useEffect(() => {
    if (atEnd && joined && seen !== arrivals) setSeen(arrivals);
  }, [atEnd, joined, seen, arrivals]);

  // Reading near an edge asks for the next page there.
  useEffect(() => {
    const { history, tail, paging } = thread.store.getState();
    const offset = virtualizer.scrollOffset;
    if (offset === null || !virtualizer.scrollRect?.height) return;
    // While the view is on its way to the end, nobody reads at the beginning.
    const settled = !follow.following || virtualizer.getTotalSize() < offset + 2 * virtualizer.scrollRect.height;
    if (
      settled &&
      paging.older.kind === 'idle' &&
      offset < AHEAD_PX &&
      olderCursor(history, tail?.olderCursor ?? null) !== null
    )
      void openThreads().loadOlder(thread.ref);
    const left = virtualizer.getTotalSize() - offset - virtualizer.scrollRect.height;
    if (paging.newer.kind === 'idle' && left < AHEAD_PX && newerCursor(history) !== null)
      void openThreads().loadNewer(thread.ref);
  });

  const scrollToTurn = useCallback(
    (turnId: TurnId, itemId: ItemId | null) => {
      const { rows: now } = latest.current;
      const index = now.findIndex(
        (row) => row.turnId === turnId && (itemId === null || (row.kind !== 'foot' && row.itemId === itemId)),
      );
      if (index !== -1) {
        follow.stop();
        virtualizer.scrollToIndex(index, { align: 'start' });
      }
      return index !== -1;
    },
    [virtualizer, follow],
  );
  const marked = useShownTurn(thread, rows, scrollToTurn);

  const items = virtualizer.getVirtualItems();
  const placed: PlacedRow[] = [];
  for (const { index } of items) {
    const row = rows[index];
    if (row) placed.push({ row, index, first: rows[index - 1]?.turnId !== row.turnId });
  }
  return (
    <div className={styles.area}>
      <div
        ref={scroller}
        className={styles.scroller}
        role="log"
        aria-label="Timeline"
        aria-live="off"
        tabIndex={0}
        onWheel={(event) => follow.wheel(event.deltaY)}
        onTouchMove={() => follow.touch()}
        onPointerDown={() => follow.press(true)}
        onPointerUp={() => follow.press(false)}
        onPointerCancel={() => follow.press(false)}
        onKeyDown={(event) => {
          follow.key(event.key);
          moveByKey(event, { toStart: () => virtualizer.scrollToOffset(0), toEnd });
        }}
      >
        <div className={styles.sizer} style={{ height: virtualizer.getTotalSize() }}>
          <OlderEdge thread={thread} />
          <div className={styles.window} style={{ top: items[0]?.start ?? 0 }}>
            {groupRows(placed).map((turn) => (
              <TurnArticle key={turn.turnId} turnId={turn.turnId} marked={marked === turn.turnId}>
                {turn.items.map((group) =>
                  group.itemId === null ? (
                    <Rows key={group.key} group={group} measureElement={virtualizer.measureElement} />
                  ) : (
                    <ItemGroupView key={group.key} itemId={group.itemId}>
                      <Rows group={group} measureElement={virtualizer.measureElement} />
                    </ItemGroupView>
                  ),
                )}
              </TurnArticle>
            ))}
          </div>
          <NewerEdge thread={thread} />
          {joined && (
            <div className={styles.runningFoot}>
              <RunningFoot />
            </div>
          )}
        </div>
      </div>
      {!(atEnd && joined) && filled && <ToEnd count={joined ? arrivals - seen : 0} onClick={toEnd} />}
    </div>
  );
}

function Rows(props: { readonly group: ItemGroup; readonly measureElement: (node: HTMLElement | null) => void }) {
  return props.group.rows.map(({ row, index, first }) => (
    <div
      key={row.key}
      ref={props.measureElement}
      data-index={index}
      className={classNames(styles.row, row.kind === 'foot' && styles.footRow)}
    >
      {first && <TurnReason turnId={row.turnId} />}
      <RowView row={row} />
    </div>
  ));
}

const RowView = memo(function RowView({ row }: { readonly row: TimelineRow }) {
  if (row.kind === 'foot') return <TurnFoot turnId={row.turnId} />;
  if (row.kind === 'text') return <TextRowView itemId={row.itemId} index={row.index} />;
  return <ItemView itemId={row.itemId} />;
});

/** A turn that the server began by itself has no message to begin with. */
function TurnReason({ turnId }: { readonly turnId: TurnId }) {
  const reason = useThreadState((state) => goalOfTurn(state, turnId));
  return (
    reason !== null && (
      <p className={styles.reason} data-tip="Codex began this turn by itself, to work on the goal.">
        <Target size={13} aria-hidden="true" />
        {reason}
      </p>
    )
  );
}

function TurnArticle(props: { readonly turnId: TurnId; readonly marked: boolean; readonly children: React.ReactNode }) {
  const name = useThreadState((state) => {
    const first = turnOf(state, props.turnId)?.itemIds[0];
    const item = first === undefined ? undefined : itemOf(state, first);
    const words = item?.kind === 'userMessage' ? item.parts.find((part) => part.kind === 'text')?.text : undefined;
    const why = words ?? goalOfTurn(state, props.turnId);
    return why === null ? 'Turn' : `Turn: ${why.slice(0, 80)}`;
  });
  return (
    <article aria-label={name} className={props.marked ? styles.marked : undefined}>
      {props.children}
    </article>
  );
}

function ItemGroupView({ itemId, children }: { readonly itemId: ItemId; readonly children: React.ReactNode }) {
  const thread = useOpen();
  const name = useThreadState((state) => {
    const item = itemOf(state, itemId);
    return item ? itemName(item) : 'Item';
  });
  const plan = useThreadState((state) => itemOf(state, itemId)?.kind === 'plan');
  return (
    <div
      role="group"
      aria-label={name}
      tabIndex={-1}
      data-item={itemId}
      className={classNames(styles.item, plan && styles.plan)}
      onContextMenu={(event) => {
        const item = itemOf(thread.store.getState(), itemId);
        // A link, an image or a text field keeps the browser's own menu.
        if (!item || (event.target instanceof Element && event.target.closest('a, img, input, textarea'))) return;
        openContextMenu(event, `${name} menu`, itemMenu(thread, item));
      }}
    >
      {children}
    </div>
  );
}

function ToEnd({ count: fresh, onClick }: { readonly count: number; readonly onClick: () => void }) {
  return (
    <div className={styles.toEnd}>
      <Button
        size="s"
        onClick={onClick}
        icon={<ArrowDown size={13} aria-hidden="true" />}
        aria-label={fresh > 0 ? `Back to the end, ${count(fresh, 'new item')}` : 'Back to the end'}
      >
        {fresh > 0 ? count(fresh, 'new item') : 'To the end'}
      </Button>
    </div>
  );
}

function OlderEdge({ thread }: { readonly thread: OpenThread }) {
  const paging = useThread(thread, (state) => state.paging.older);
  const more = useThread(thread, (state) => olderCursor(state.history, state.tail?.olderCursor ?? null) !== null);
  if (!more) return null;
  return (
    <div className={styles.edge}>
      <EdgeWords paging={paging} what="Earlier turns" onRetry={() => void openThreads().loadOlder(thread.ref)} />
    </div>
  );
}
function NewerEdge({ thread }: { readonly thread: OpenThread }) {
  const paging = useThread(thread, (state) => state.paging.newer);
  if (paging.kind !== 'failed') return null;
  return (
    <div className={styles.newerEdge}>
      <EdgeWords paging={paging} what="Later turns" onRetry={() => void openThreads().loadNewer(thread.ref)} />
    </div>
  );
}
function EdgeWords(props: { readonly paging: Paging; readonly what: string; readonly onRetry: () => void }) {
  const { paging, what, onRetry } = props;
  if (paging.kind === 'failed')
    return (
      <>
        <span>
          {what} could not be read: {errorWords().appError(paging.error).title}
        </span>
        <Button size="s" onClick={onRetry}>
          Try again
        </Button>
      </>
    );
  return paging.kind === 'loading' ? (
    <>
      <Spinner /> {what}
    </>
  ) : null;
}

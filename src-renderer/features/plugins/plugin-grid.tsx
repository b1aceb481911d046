import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useVirtualizer } from '@tanstack/react-virtual';
import type { ShownPlugin } from './filter-plugins.ts';
import { PluginCardView } from './plugin-card.tsx';
import styles from './plugin-browser.module.css';

const CARD_WIDTH_PX = 340;
const ROW_HEIGHT_PX = 112;

/** Cards of any number of plugins, of which those in view are mounted. `above` scrolls along. */
export function PluginGrid(props: {
  readonly plugins: readonly ShownPlugin[];
  readonly showMarketplace: boolean;
  readonly above: ReactNode;
  readonly onOpen: (pluginId: string) => void;
}) {
  const { plugins, showMarketplace, above, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(2);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const box = scroller.current;
    const inner = list.current;
    if (!box || !inner) return undefined;
    const measure = () => {
      setColumns(Math.max(1, Math.floor(inner.clientWidth / CARD_WIDTH_PX)));
      setOffset(inner.offsetTop);
    };
    const watcher = new ResizeObserver(measure);
    watcher.observe(box);
    if (inner.previousElementSibling) watcher.observe(inner.previousElementSibling);
    return () => watcher.disconnect();
  }, []);
  // eslint-disable-next-line react-hooks/incompatible-library -- rows are not memoized over it
  const virtualizer = useVirtualizer({
    count: Math.ceil(plugins.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 4,
    scrollMargin: offset,
  });
  const rows = virtualizer.getVirtualItems();

  const move = (event: KeyboardEvent) => {
    const at = Number((event.target as HTMLElement).dataset['plugin'] ?? Number.NaN);
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    if (Number.isNaN(at) || by === undefined) return;
    const next = at + by;
    if (next < 0 || next >= plugins.length) return;
    event.preventDefault();
    virtualizer.scrollToIndex(Math.floor(next / columns), { align: 'auto' });
    // The row is mounted by the next frame.
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-plugin="${next}"]`)?.focus());
  };

  return (
    <div ref={scroller} className={styles.scroller}>
      <div className={styles.above}>{above}</div>
      <div
        ref={list}
        role="list"
        className={styles.grid}
        aria-label="Plugins"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={move}
      >
        <div
          className={styles.window}
          style={{
            transform: `translateY(${(rows[0]?.start ?? 0) - offset}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
          }}
        >
          {rows.flatMap((row) =>
            plugins
              .slice(row.index * columns, (row.index + 1) * columns)
              .map((shown, column) => (
                <PluginCardView
                  key={`${shown.marketplace.id} ${shown.plugin.id}`}
                  shown={shown}
                  index={row.index * columns + column}
                  showMarketplace={showMarketplace}
                  onOpen={() => onOpen(shown.plugin.id)}
                />
              )),
          )}
        </div>
      </div>
    </div>
  );
}

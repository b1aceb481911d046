import { useThread } from '../../state/open-threads.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { compact } from './words.ts';
import styles from './thread-header.module.css';

/** How much of the model's context window the thread fills, as far as the server said. */
export function ContextMeter({ thread }: { readonly thread: OpenThread }) {
  const used = useThread(thread, (state) => infoOf(state)?.usage?.last.totalTokens ?? null);
  const all = useThread(thread, (state) => infoOf(state)?.usage?.contextWindow ?? null);
  const total = useThread(thread, (state) => infoOf(state)?.usage?.total.totalTokens ?? 0);
  if (used === null || all === null || all <= 0) return null;
  const percent = Math.min(100, Math.round((used / all) * 100));
  const tip = `${compact(used)} of ${compact(all)} tokens in the context. ${compact(total)} used in all.`;
  return (
    <span
      className={styles.context}
      role="meter"
      aria-label="Context used"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuetext={tip}
      data-tip={tip}
      data-level={percent >= 90 ? 'high' : percent >= 75 ? 'near' : 'low'}
    >
      <i style={{ '--percent': `${percent}%` } as React.CSSProperties} aria-hidden="true" />
      {percent} % <span className={styles.contextWords}>of context</span>
    </span>
  );
}

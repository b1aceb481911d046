import { useState } from 'react';
import type { TokenUsage } from '../../../src-shared/model/thread.ts';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { infoOf, type OpenThread } from '../../state/thread-store.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { late } from '../../ui/late.tsx';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';
import { compact } from './words.ts';
import styles from './thread-header.module.css';

/** Most windows never need it. */
const ThreadUsageDialog = late(() => import('./thread-usage-dialog.tsx').then((module) => module.ThreadUsageDialog));
const ThreadMemoryDialog = late(() => import('./thread-memory-dialog.tsx').then((module) => module.ThreadMemoryDialog));

/** How much of the model's context window the thread fills, as far as the server said; behind it what it used, and *Compact*. */
export function ContextMeter({ thread }: { readonly thread: OpenThread }) {
  const used = useThread(thread, (state) => infoOf(state)?.usage?.last.totalTokens ?? null);
  const all = useThread(thread, (state) => infoOf(state)?.usage?.contextWindow ?? null);
  const [asked, setAsked] = useState<'usage' | 'memory' | null>(null);
  if (used === null || all === null || all <= 0) return null;
  const percent = Math.min(100, Math.round((used / all) * 100));
  const words = `${compact(used)} of ${compact(all)} tokens in the context`;
  return (
    <>
      <span
        className="sr-only"
        role="meter"
        aria-label="Context used"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={words}
      />
      <span className={styles.context} data-level={percent >= 90 ? 'high' : percent >= 75 ? 'near' : 'low'}>
        <MenuButton
          label={`${percent} % of context`}
          size="s"
          align="end"
          className={styles.contextButton}
          icon={<i style={{ '--percent': `${percent}%` } as React.CSSProperties} aria-hidden="true" />}
          entries={() => entriesOf(thread, words, setAsked)}
        >
          {percent} % <span className={styles.contextWords}>of context</span>
        </MenuButton>
      </span>
      {asked === 'usage' && <ThreadUsageDialog thread={thread} onClose={() => setAsked(null)} />}
      {asked === 'memory' && <ThreadMemoryDialog thread={thread.ref} onClose={() => setAsked(null)} />}
    </>
  );
}

function entriesOf(thread: OpenThread, words: string, ask: (what: 'usage' | 'memory') => void): readonly MenuEntry[] {
  const info = infoOf(thread.store.getState());
  const total = info?.usage?.total;
  const busy = info?.status.kind === 'running' || info?.status.kind === 'needsYou';
  return [
    { kind: 'label', label: words },
    ...(total ? [{ kind: 'label', label: totalWords(total) } as const] : []),
    { kind: 'separator' },
    {
      kind: 'item',
      label: 'Compact now',
      disabled: busy || info?.archived === true || info?.lock.kind !== 'none',
      onSelect: () => void compactNow(thread),
    },
    { kind: 'item', label: 'Usage of this thread…', onSelect: () => ask('usage') },
    { kind: 'item', label: 'Memory of this thread…', onSelect: () => ask('memory') },
  ];
}

const totalWords = ({ totalTokens, inputTokens, outputTokens }: TokenUsage): string =>
  `${compact(totalTokens)} used in all: ${compact(inputTokens)} in, ${compact(outputTokens)} out`;

async function compactNow({ ref }: OpenThread): Promise<void> {
  const parts = [{ kind: 'text' as const, text: '/compact' }];
  const answer = await getClient().threads.send({ ...ref, parts, mode: 'auto', choices: null });
  if (!answer.ok) showError(answer.error);
  else if (answer.value.outcome === 'queued')
    showToast({ title: 'Queued', text: 'The thread is compacted when the running turn has ended.' });
}

import type { TurnId } from '../../../src-shared/model/ids.ts';
import { countDiff } from '../codex/unified-diff.ts';
import type { ThreadState } from './thread-state.ts';

/** How much a turn has changed. The whole diff comes with every change, so it is counted only when somebody is told. */
export interface TurnDiff {
  heard(turnId: TurnId, text: string): void;
  count(): void;
}

export function createTurnDiff(state: ThreadState): TurnDiff {
  let waiting: { readonly turnId: TurnId; readonly text: string } | null = null;
  let counted = '';
  return {
    heard: (turnId, text) => void (waiting = { turnId, text }),
    count: () => {
      if (!waiting) return;
      const { turnId, text } = waiting;
      waiting = null;
      if (text === counted) return;
      counted = text;
      const counts = countDiff(text);
      state.push({ type: 'turnChanged', turnId, change: { changed: counts.files === 0 ? null : counts } });
    },
  };
}

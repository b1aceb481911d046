import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { TokenUsage, Turn } from '../../../src-shared/model/thread.ts';

/** A turn of which nothing is known but that it runs. */
export function newTurn(id: TurnId, startedAt: number | null): Turn {
  return {
    id,
    status: 'running',
    startedAt,
    completedAt: null,
    durationMs: null,
    error: null,
    itemIds: [],
    tokens: null,
    changed: null,
  };
}

/** Tokens used between two counts. */
export function minus(a: TokenUsage, b: TokenUsage): TokenUsage {
  return {
    totalTokens: a.totalTokens - b.totalTokens,
    inputTokens: a.inputTokens - b.inputTokens,
    cachedInputTokens: a.cachedInputTokens - b.cachedInputTokens,
    outputTokens: a.outputTokens - b.outputTokens,
    reasoningTokens: a.reasoningTokens - b.reasoningTokens,
  };
}

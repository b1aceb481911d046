import type { PullRequest } from '../../src-shared/model/git.ts';

/** The colour of a pull request: what failed is told before that it is open. */
export const pullRequestTone = ({ checks, state }: PullRequest): 'bad' | 'good' | 'neutral' =>
  checks === 'failed' ? 'bad' : state === 'open' ? 'good' : 'neutral';

export const pullRequestWords = ({ number, state }: PullRequest): string => `#${number} ${state}`;

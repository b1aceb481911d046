import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { WorktreeService } from '../worktrees/worktree-service.ts';

export const worktreeHandlers = (worktrees: WorktreeService): AppHandlers['worktrees'] => worktrees.handlers;

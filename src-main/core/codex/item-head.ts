import type { ItemStatus } from '../../../src-shared/model/item.ts';
import type { ItemId, TurnId } from '../../../src-shared/model/ids.ts';

/** What every item begins with. */
export interface ItemHead {
  readonly id: ItemId;
  readonly turnId: TurnId;
  readonly startedAt: number | null;
  readonly completedAt: number | null;
}

const STATUSES: Readonly<Record<string, ItemStatus>> = {
  inProgress: 'running',
  in_progress: 'running',
  running: 'running',
  completed: 'completed',
  failed: 'failed',
  declined: 'declined',
  interrupted: 'interrupted',
};

/** A word that is not known has at least ended. */
export function mapStatus(status: string): ItemStatus {
  return Object.hasOwn(STATUSES, status) ? (STATUSES[status] ?? 'completed') : 'completed';
}

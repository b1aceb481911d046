import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { ReportedTurns } from '../checkpoints/reported-turns.ts';
import type { Trash } from '../files/trash.ts';
import type { SnapshotService } from '../snapshots/snapshot-service.ts';

export const recoverHandlers = (
  snapshots: SnapshotService,
  trash: Trash,
  reported: ReportedTurns,
): AppHandlers['recover'] => ({
  list: async ({ serverId }) => ok(await snapshots.listAll(serverId)),
  restore: ({ serverId, id, to }) => snapshots.restore(serverId, id, to),
  remove: ({ serverId, ids }) => snapshots.remove(serverId, ids),
  copies: async () => {
    const all = [...(await trash.list()), ...(await reported.copies.list())];
    return ok(all.sort((a, b) => b.createdAt - a.createdAt));
  },
  restoreCopy: ({ kind, id }) => (kind === 'removed' ? trash.restore(id) : reported.restoreCopy(id)),
  removeCopy: ({ kind, id }) => (kind === 'removed' ? trash.forget(id) : reported.copies.remove(id)),
  take: async ({ folder, title }) => {
    const taken = await snapshots.take({ folder, reason: 'manual', title, thread: null });
    return taken.ok ? ok({ id: taken.value.id }) : taken;
  },
});

import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { SnapshotService } from '../snapshots/snapshot-service.ts';

export const recoverHandlers = (snapshots: SnapshotService): AppHandlers['recover'] => ({
  list: ({ serverId }) => snapshots.listAll(serverId),
  restore: ({ serverId, id, to }) => snapshots.restore(serverId, id, to),
  remove: ({ serverId, ids }) => snapshots.remove(serverId, ids),
  take: async ({ folder, title }) => {
    const taken = await snapshots.take({ folder, reason: 'manual', title, thread: null });
    return taken.ok ? ok({ id: taken.value.id }) : taken;
  },
});

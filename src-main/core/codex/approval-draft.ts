import type { Approval } from '../../../src-shared/model/approval.ts';

type DraftOf<A> = A extends Approval ? Omit<A, 'id' | 'serverId' | 'threadTitle'> : never;
/** An approval as far as the request tells: its thread's title and an item's file changes are joined by who knows them. */
export type ApprovalDraft = DraftOf<Approval>;

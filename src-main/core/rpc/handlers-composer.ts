import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import { ok } from '../../../src-shared/result.ts';
import type { ApprovalService } from '../approvals/approval-service.ts';
import type { DraftStore } from '../drafts/draft-store.ts';
import type { PromptHistory } from '../history/prompt-history.ts';
import type { LimitWaits } from '../queue/limit-waits.ts';
import type { QueueRunner } from '../queue/queue-runner.ts';

export const draftHandlers = (drafts: DraftStore): AppHandlers['drafts'] => ({
  load: ({ target }) => Promise.resolve(ok(drafts.load(target))),
  save: ({ target, parts }) => {
    drafts.save(target, parts);
    return Promise.resolve(ok(null));
  },
});

export const historyHandlers = (history: PromptHistory): AppHandlers['history'] => ({
  list: (input) => Promise.resolve(ok(history.list(input))),
});

export const queueHandlers = (queue: QueueRunner, waits: LimitWaits): AppHandlers['queue'] => ({
  watch: (thread, sink) => queue.watch(thread, sink),
  edit: ({ entryId, parts, ...thread }) => Promise.resolve(queue.edit(thread, entryId, parts)),
  remove: ({ entryId, ...thread }) => Promise.resolve(queue.remove(thread, entryId)),
  reorder: ({ order, ...thread }) => Promise.resolve(queue.reorder(thread, order)),
  sendNow: ({ entryId, ...thread }) => queue.sendNow(thread, entryId),
  untilReset: (thread) => Promise.resolve(waits.wait(thread)),
});

export const approvalHandlers = (approvals: ApprovalService): AppHandlers['approvals'] => ({
  watch: (_input, sink) => approvals.watch(sink),
  answer: ({ approvalId, answer }) => approvals.answer(approvalId, answer),
});

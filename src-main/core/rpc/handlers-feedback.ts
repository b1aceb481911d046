import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { FeedbackService } from '../feedback/feedback-service.ts';
import type { ImportService } from '../imports/import-service.ts';

export const feedbackHandlers = (service: FeedbackService): AppHandlers['feedback'] => ({
  preview: ({ serverId, ...feedback }) => service.preview(serverId, feedback),
  send: ({ serverId, ...feedback }) => service.send(serverId, feedback),
});

export const importHandlers = (service: ImportService): AppHandlers['imports'] => ({
  watch: ({ serverId }, sink) => service.watch(serverId, sink),
  detect: ({ serverId, folders }) => service.detect(serverId, folders),
  run: ({ serverId, items }) => service.run(serverId, items),
});

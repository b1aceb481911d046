import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { CheckpointService } from '../checkpoints/checkpoint-service.ts';

export const checkpointHandlers = (checkpoints: CheckpointService): AppHandlers['checkpoints'] => ({
  watch: (thread, sink) => checkpoints.watch(thread, sink),
  preview: ({ direction, ...turn }) => checkpoints.preview(turn, direction),
  apply: ({ direction, paths, rewindHistory, ...turn }) => checkpoints.apply(turn, direction, paths, rewindHistory),
});

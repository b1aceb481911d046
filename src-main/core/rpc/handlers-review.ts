import type { AppHandlers } from '../../../src-shared/contract/contract.ts';
import type { ReviewService } from '../review/review-service.ts';

export const reviewHandlers = (review: ReviewService): AppHandlers['review'] => ({
  watch: (place, sink) => review.watch(place, sink),
  diffs: ({ files, whitespace, whole, context, ...place }) =>
    review.diffs(place, files, { whitespace, whole, context }),
  contents: ({ file, ...place }) => review.contents(place, file),
  image: ({ file, side, ...place }) => review.image(place, file, side),
  stage: ({ target, ...place }) => review.stage(place, target),
  unstage: ({ target, ...place }) => review.unstage(place, target),
  revert: ({ target, ...place }) => review.revert(place, target),
  setViewed: ({ file, fingerprint, viewed, ...place }) => review.setViewed(place, file, fingerprint, viewed),
  watchComments: (thread, sink) => review.watchComments(thread, sink),
  saveComment: ({ serverId, threadId, ...comment }) =>
    review.saveComment({ thread: { serverId, threadId }, ...comment }),
  removeComment: ({ id, ...thread }) => review.removeComment(thread, id),
  sendComments: ({ words, clientMessageId, ...thread }) => review.sendComments(thread, words, clientMessageId),
});

import { useEffect } from 'react';
import type { ProjectId, ThreadRef } from '../../../src-shared/model/ids.ts';
import { draftKey, flushDraftsOnLeave } from '../../state/draft.ts';
import { NewComposer } from './new-composer.tsx';
import { ThreadComposer } from './thread-composer.tsx';

export type ComposerTarget =
  | { readonly kind: 'thread'; readonly thread: ThreadRef }
  | { readonly kind: 'new'; readonly projectId: ProjectId | null };

/** Where a message is written: in a thread, or on the new-thread page of a project. */
export function Composer({ target }: { readonly target: ComposerTarget }) {
  useEffect(flushDraftsOnLeave, []);
  // One desk per target: what belongs to one message never shows up in the box of another thread.
  return target.kind === 'thread' ? (
    <ThreadComposer key={draftKey(target)} thread={target.thread} />
  ) : (
    <NewComposer key={draftKey(target)} projectId={target.projectId} />
  );
}

import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { ThreadSummary } from '../../../src-shared/model/thread.ts';
import { getClient } from '../../state/client.ts';
import { copyText } from '../../state/copy-text.ts';
import { directoryOf, summaryOf } from '../../state/directories.ts';
import { moveDraft } from '../../state/draft.ts';
import { peekThread } from '../../state/peek-thread.ts';
import { projectById, projectStore } from '../../state/project-store.ts';
import { infoOf } from '../../state/thread-store.ts';
import { serverById } from '../../state/server-store.ts';
import { closeToast, showError, showToast } from '../../state/toast-store.ts';
import { newThread, openThread, shownThread, uiStore } from '../../state/ui-store.ts';
import { confirm } from '../../ui/overlay-requests.ts';
import { createProjectFinder } from '../../state/directory-order.ts';
import { byServer, isShown, summariesOf, threadsInWords } from './command-targets.ts';
import { followArchived } from './undo-archive.ts';

const isActive = ({ status }: ThreadSummary): boolean => status.kind === 'running' || status.kind === 'needsYou';

type ListCall = (input: { serverId: ServerId; threadIds: ThreadId[] }) => Promise<Result<null, AppError>>;

/** The contract takes this many at once. */
const THREADS_A_CALL = 500;

/** Calls once per server and bundle; shows the first failure and answers whether all went well. */
async function onEach(refs: readonly ThreadRef[], run: ListCall): Promise<boolean> {
  for (const [serverId, threadIds] of byServer(refs)) {
    for (let from = 0; from < threadIds.length; from += THREADS_A_CALL) {
      const result = await run({ serverId, threadIds: threadIds.slice(from, from + THREADS_A_CALL) });
      if (result.ok) continue;
      showError(result.error);
      return false;
    }
  }
  return true;
}

/** Archives at once and offers to take it back. Codex ends a turn that runs there. */
export async function archiveThreads(refs: readonly ThreadRef[]): Promise<void> {
  const shown = isShown(refs);
  const stops = summariesOf(refs).some(isActive);
  const named = threadsInWords(summariesOf(refs));
  if (!(await onEach(refs, (input) => getClient().threads.archive(input)))) return;
  if (shown) leaveThread(refs);
  offerUndo(refs, `${named} archived`, stops ? 'What ran there was stopped.' : '');
}

const UNDO_MS = 8000;

/** Offers to take an archive back as long as there is something of it to take back. */
function offerUndo(refs: readonly ThreadRef[], title: string, text: string): void {
  const archived = followArchived(
    refs,
    {
      summaryOf,
      subscribe: ({ serverId, threadId }, listener) => directoryOf(serverId).subscribeRow(threadId, listener),
    },
    () => closeToast(id),
  );
  const id = showToast({
    title,
    text,
    durationMs: UNDO_MS,
    actions: [{ label: 'Undo', onSelect: () => void unarchiveThreads(archived.end(), false) }],
    onClose: () => archived.end(),
  });
}

export async function unarchiveThreads(refs: readonly ThreadRef[], tell = true): Promise<void> {
  if (refs.length === 0) return;
  if (!(await onEach(refs, (input) => getClient().threads.unarchive(input)))) return;
  if (tell) showToast({ title: `${threadsInWords(summariesOf(refs))} is back in the list` });
}

/** Deletes for good, after asking. A running thread has to be stopped first. */
export async function deleteThreads(refs: readonly ThreadRef[]): Promise<void> {
  const threads = summariesOf(refs);
  const running = threads.filter(isActive);
  if (running.length > 0) {
    showToast({
      tone: 'bad',
      title: `${threadsInWords(running)} still runs`,
      text: 'Stop the turn before you delete the thread.',
    });
    return;
  }
  const confirmed = await confirm({
    title: `Delete ${threadsInWords(threads)} for good?`,
    text: 'Its messages and results are removed from the Codex home, for the CLI as well. Files in the project stay as they are. This cannot be undone; archiving can.',
    confirmLabel: 'Delete for good',
    danger: true,
  });
  if (!confirmed) return;
  const shown = isShown(refs);
  if (!(await onEach(refs, (input) => getClient().threads.remove(input)))) return;
  if (shown) leaveThread(refs);
  showToast({ title: `${threadsInWords(threads)} deleted` });
}

/** What is shown instead of threads that went: a new thread of the same project. */
function leaveThread(refs: readonly ThreadRef[]): void {
  const thread = refs[0] && summaryOf(refs[0]);
  newThread(thread ? createProjectFinder(projectStore.getState().projects)(thread.cwd) : null);
}

/** Forks the whole thread and shows the copy. What was written in a thread that nobody else lets write goes along. */
export async function forkThread(ref: ThreadRef): Promise<void> {
  const result = await getClient().threads.fork({ ...ref, lastTurnId: null, beforeTurnId: null });
  if (!result.ok) {
    showError(result.error);
    return;
  }
  const fork = { serverId: ref.serverId, threadId: result.value.threadId };
  const open = peekThread(ref);
  const locked = open !== null && infoOf(open.store.getState())?.lock.kind === 'otherWriter';
  const moved = locked && (await moveDraft({ kind: 'thread', thread: ref }, { kind: 'thread', thread: fork }));
  openThread(fork);
  showToast({
    title: 'Forked',
    text: moved
      ? 'This is the copy, with what you had written; the original stays as it is.'
      : 'This is the copy; the original stays as it is.',
  });
}

/** Pins all when any is not pinned yet, else unpins all. */
export async function togglePinned(refs: readonly ThreadRef[]): Promise<void> {
  const pinned = summariesOf(refs).some((thread) => !thread.pinned);
  for (const ref of refs) {
    const result = await getClient().threads.pin({ ...ref, pinned });
    if (!result.ok) {
      showError(result.error);
      return;
    }
  }
}

export async function markRead(refs: readonly ThreadRef[], read: boolean): Promise<void> {
  for (const ref of refs) {
    const result = await getClient().threads.markRead({ ...ref, read });
    if (!result.ok) {
      showError(result.error);
      return;
    }
  }
}

export async function copyMarkdown(ref: ThreadRef): Promise<void> {
  const result = await getClient().threads.exportMarkdown(ref);
  if (result.ok) await copyText(result.value.markdown, 'Thread as Markdown');
  else showError(result.error);
}

/** Saves through the browser's download, which both shells have. */
export async function exportMarkdown(ref: ThreadRef): Promise<void> {
  const result = await getClient().threads.exportMarkdown(ref);
  if (!result.ok) {
    showError(result.error);
    return;
  }
  const url = URL.createObjectURL(new Blob([result.value.markdown], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = result.value.fileName;
  link.click();
  URL.revokeObjectURL(url);
}

/** The thread below or above the shown one in its list, in the order of the sidebar's chronological list. */
export function openNeighbour(step: 1 | -1): void {
  const shown = shownThread(uiStore.getState());
  const serverId = shown?.serverId ?? uiStore.getState().serverId;
  if (serverId === null) return;
  const { order } = directoryOf(serverId).lists();
  const ids = [...(order.get('pinned') ?? []), ...(order.get('all') ?? [])];
  const at = shown ? ids.indexOf(shown.threadId) : -1;
  const next = ids[at < 0 ? 0 : at + step];
  if (next !== undefined) openThread({ serverId, threadId: next });
}

/** Whether the server of these threads can delete for good. */
export const canDelete = (refs: readonly ThreadRef[]): boolean =>
  refs.length > 0 && refs.every((ref) => serverById(ref.serverId)?.capabilities?.deleteThread === true);

/** The project of the shown page, for *New thread* to stay in it. */
export function currentProject(): ReturnType<typeof projectById> {
  const { view, serverId } = uiStore.getState();
  if (view.kind === 'new') return projectById(view.projectId);
  if (view.kind !== 'thread' || serverId === null) return null;
  const thread = summaryOf({ serverId, threadId: view.threadId });
  const { projects } = projectStore.getState();
  return thread ? projectById(createProjectFinder(projects)(thread.cwd)) : null;
}

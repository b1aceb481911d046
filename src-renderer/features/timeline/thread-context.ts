import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { infoOf, type OpenThread, type ThreadState } from '../../state/thread-store.ts';
import { view } from '../../state/panel-store.ts';
import type { FileLink } from '../../state/file-link.ts';

/** The thread that a timeline shows. One value for its whole life: nothing that streams goes through it. */
export const ThreadContext = createContext<OpenThread | null>(null);

export function useOpen(): OpenThread {
  const thread = useContext(ThreadContext);
  if (!thread) throw new Error('A timeline part is rendered outside its timeline');
  return thread;
}
/** Select one primitive or stored reference. */
export const useThreadState = <T>(select: (state: ThreadState) => T): T => useStore(useOpen().store, select);

/** Whether something is unfolded, remembered while the thread is open; rows come and go with scrolling. */
export function useFold(key: string, initial: boolean): [open: boolean, setOpen: (open: boolean) => void] {
  const { folds } = useOpen();
  const open = useStore(folds, (all) => all[key] ?? initial);
  return [open, (next) => folds.setState({ [key]: next })];
}

/** Opens a file in the side panel's editor, relative to the thread's folder. */
export function viewFile(thread: OpenThread, link: FileLink): void {
  const root = infoOf(thread.store.getState())?.cwd;
  if (root !== undefined) view({ kind: 'file', thread: thread.ref, root, path: link.path, line: link.line });
}

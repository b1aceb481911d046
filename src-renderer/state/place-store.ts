import { create } from 'zustand';
import type { ProjectId } from '../../src-shared/model/ids.ts';
import type { ThreadPlace } from '../../src-shared/model/worktree.ts';

const LOCAL: ThreadPlace = { kind: 'local' };
const usePlaces = create<Readonly<Record<string, ThreadPlace>>>(() => ({}));

/** Where the next new thread of a project runs; as long as the window lives. */
export const usePlace = (projectId: ProjectId | null): ThreadPlace =>
  usePlaces((places) => (projectId === null ? LOCAL : (places[projectId] ?? LOCAL)));
export const placeOf = (projectId: ProjectId): ThreadPlace => usePlaces.getState()[projectId] ?? LOCAL;
export const setPlace = (projectId: ProjectId, place: ThreadPlace): void => usePlaces.setState({ [projectId]: place });

import { changeSettings, settingsStore } from '../../state/settings-store.ts';

/** Remembers whether a section of the list is folded, for every window. */
export function setFolded(foldId: string, folded: boolean): void {
  const { foldedProjects } = settingsStore.getState().settings;
  const others = foldedProjects.filter((id) => id !== foldId);
  void changeSettings({ foldedProjects: folded ? [...others, foldId] : others });
}

import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { GitState } from '../../../src-shared/model/git.ts';
import type { HostFiles } from '../hosts/host-files.ts';
import { createListeners, type Listeners } from '../codex/listeners.ts';
import { stateOfError } from './git-state.ts';
import { findRepository, type Repository } from './repository.ts';
import { createTreeWatch, type TreeWatch, type TreeWatchPorts } from './tree-watch.ts';

/** How often a folder without a repository is looked at for one: a few file system calls, no process. */
const LOOK_FOR_GIT_MS = 2_000;
/** The same on another machine, where it is a process. */
const LOOK_ELSEWHERE_MS = 10_000;

/** Git states for whoever watches folders. One look at a time per working tree; where nobody watches, nothing runs. */
export interface GitWatch {
  /** Tells the state now (`loading` at first) and after each change. */
  watch(folder: string, listener: (state: GitState) => void): Unsubscribe;
  /** Something was done to the repository: all its watched working trees are looked at. */
  poke(repository: string): void;
  /** A repository was made, or one may be gone: folders are looked at anew. */
  pokeFolders(): void;
  dispose(): void;
}

interface SharedTree {
  readonly watch: TreeWatch;
  readonly states: Listeners<GitState>;
  readonly gone: Listeners<null>;
  count: number;
}

export function createGitWatch(ports: TreeWatchPorts): GitWatch {
  const { git, jobs, github, clock, log } = ports;
  const trees = new Map<string, SharedTree>();
  /** Folders that show no working tree at the moment; each looks anew when called. */
  const without = new Set<() => void>();
  const watchers = new Set<Unsubscribe>();

  function share(place: Repository): SharedTree {
    const present = trees.get(place.root);
    if (present) return present;
    const states = createListeners<GitState>('Git states', log);
    const gone = createListeners<null>('lost working trees', log);
    const watch = createTreeWatch(place, ports, {
      onState: (state) => states.emit(state),
      onGone: () => {
        end(tree);
        gone.emit(null);
      },
    });
    const tree: SharedTree = { watch, states, gone, count: 0 };
    trees.set(place.root, tree);
    return tree;
  }
  function end(tree: SharedTree): void {
    tree.watch.dispose();
    if (trees.get(tree.watch.place.root) === tree) trees.delete(tree.watch.place.root);
  }
  const ofRepository = (repository: string) =>
    [...trees.values()].filter(({ watch }) => watch.place.repository === repository);

  const stopJobs = jobs.onChange((repository) => {
    for (const { watch } of ofRepository(repository)) watch.recompose();
  });
  const stopGitHub = github.onChange((root) => trees.get(root)?.watch.recompose());

  function watchFolder(folder: string, listener: (state: GitState) => void): Unsubscribe {
    let live = true;
    let leave = () => {};
    const isLive = () => live;

    const join = (place: Repository) => {
      const tree = share(place);
      tree.count++;
      const offs = [tree.states.add(listener), tree.gone.add(() => void find())];
      leave = () => {
        leave = () => {};
        for (const off of offs) off();
        if (--tree.count === 0) end(tree);
      };
      const state = tree.watch.state();
      if (state.kind !== 'loading') listener(state);
    };
    const waitForGit = (seen: string) => {
      const again = () => {
        leave();
        void find();
      };
      let cancel = () => {};
      without.add(again);
      leave = () => {
        leave = () => {};
        cancel();
        without.delete(again);
      };
      const isWaiting = () => live && without.has(again);
      const check = async () => {
        const now = await gitMarks(git.files, folder);
        if (!isWaiting()) return;
        if (now !== seen) again();
        else cancel = clock.after(git.files.isLocal ? LOOK_FOR_GIT_MS : LOOK_ELSEWHERE_MS, () => void check());
      };
      void check();
    };
    async function find(): Promise<void> {
      leave();
      // Before Git is asked: what comes while it answers is seen as news.
      const seen = await gitMarks(git.files, folder);
      const found = await findRepository(git, folder);
      if (!isLive()) return;
      if (found.ok) {
        join(found.value);
        return;
      }
      listener(stateOfError(found.error));
      waitForGit(seen);
    }

    listener({ kind: 'loading' });
    void find();
    return () => {
      live = false;
      leave();
    };
  }

  return {
    watch: (folder, listener) => {
      const stop = watchFolder(git.files.paths.resolve(folder), listener);
      watchers.add(stop);
      return () => {
        watchers.delete(stop);
        stop();
      };
    },
    poke: (repository) => {
      for (const { watch } of ofRepository(repository)) watch.poke();
    },
    pokeFolders: () => {
      for (const again of [...without]) again();
    },
    dispose: () => {
      stopJobs();
      stopGitHub();
      for (const stop of watchers) stop();
      watchers.clear();
    },
  };
}

/** Differs when the folder comes or goes, or when a `.git` does in it or above it. */
async function gitMarks({ stat, paths }: HostFiles, folder: string): Promise<string> {
  const above: string[] = [];
  for (let at = folder, below = ''; at !== below; below = at, at = paths.dirname(at)) above.push(at);
  const [there, ...found] = await Promise.all(
    [folder, ...above.map((at) => paths.join(at, '.git'))].map((path) => stat(path).catch(() => null)),
  );
  const marks = above.flatMap((at, index) => (found[index] ? [`${at} ${found[index].ino}`] : []));
  return [there ? 'there' : 'gone', ...marks].join('\n');
}

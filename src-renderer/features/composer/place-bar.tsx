import { useEffect, useState } from 'react';
import FolderGit2 from 'lucide-react/icons/folder-git-2';
import GitBranchIcon from 'lucide-react/icons/git-branch';
import Laptop from 'lucide-react/icons/laptop';
import Server from 'lucide-react/icons/server';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import type { GitBranch } from '../../../src-shared/model/git.ts';
import type { ProjectId } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { Environment, ThreadPlace } from '../../../src-shared/model/worktree.ts';
import { useMinutes } from '../../state/clock.ts';
import { getClient } from '../../state/client.ts';
import { folderName } from '../../state/folder-path.ts';
import { useHostLabel } from '../../state/host-store.ts';
import { useGit } from '../../state/git-store.ts';
import { placeOf, setPlace, usePlace } from '../../state/place-store.ts';
import { useServer } from '../../state/server-store.ts';
import { ageWords } from '../../state/time-words.ts';
import { useWorktrees } from '../../state/worktree-store.ts';
import { headWords } from '../../state/worktree-words.ts';
import { Select } from '../../ui/select.tsx';
import styles from './place-bar.module.css';

const MAX_BRANCHES = 500;
const NO_ENVIRONMENT = 'none:';

/** Where a new thread runs: in the folder itself, in a new worktree from a branch, or in one that is there. */
export function PlaceBar({ project }: { readonly project: Project }) {
  const place = usePlace(project.id);
  const git = useGit(project.serverId, project.path);
  const host = useHostLabel(project.serverId);
  const away = host !== null;
  // What works on files there goes through the tools of POSIX systems.
  const unfit = (useServer(project.serverId)?.platform ?? null) === 'windows' && away;
  const [asked, setAsked] = useState(false);
  // Watching them costs a look at each: only for somebody who chooses among them.
  const worktrees = useWorktrees(asked ? project.serverId : null);
  const wantsBranch = git.kind === 'repository' && place.kind === 'newWorktree';
  const branches = useBranches(project, wantsBranch ? (git.head.commit ?? '') : null);
  const [environments, readEnvironments] = useEnvironments(project);
  const now = useMinutes();
  const isRepository = git.kind === 'repository';
  const others = (worktrees ?? []).filter(
    (one) =>
      isRepository &&
      one.repository === git.repository &&
      one.kind !== 'main' &&
      one.path !== git.root &&
      one.state === 'ready',
  );
  const changes = isRepository ? git.counts.staged + git.counts.unstaged + git.counts.untracked : 0;
  const current = isRepository && git.head.kind === 'branch' ? git.head.name : 'HEAD';
  const set = (next: ThreadPlace) => setPlace(project.id, next);
  const fresh = (): ThreadPlace => ({
    kind: 'newWorktree',
    base: current,
    carryChanges: changes > 0,
    environment: usable(environments)?.id ?? null,
  });
  const chooseNew = async () => {
    set(fresh());
    if (environments.length > 0) return;
    // One that was written meanwhile is the default as well: nobody has chosen to do without it.
    const found = usable(await readEnvironments());
    const chosen = placeOf(project.id);
    if (found && chosen.kind === 'newWorktree' && chosen.environment === null)
      set({ ...chosen, environment: found.id });
  };
  if (git.kind === 'loading') return <div className={styles.bar} />;
  return (
    <div className={styles.bar} role="group" aria-label="Where the thread runs">
      <Select
        label="Run in"
        side="top"
        icon={
          place.kind !== 'local' ? (
            <FolderGit2 size={13} aria-hidden="true" />
          ) : away ? (
            <Server size={13} aria-hidden="true" />
          ) : (
            <Laptop size={13} aria-hidden="true" />
          )
        }
        value={place.kind === 'worktree' ? `at:${place.path}` : place.kind}
        placeholder={place.kind === 'worktree' ? folderName(place.path) : (host ?? 'Local')}
        options={[
          { value: 'local', label: host ?? 'Local', description: 'In the project’s folder itself' },
          {
            value: 'newWorktree',
            label: 'New worktree',
            description: unfit
              ? 'Not on Windows hosts'
              : isRepository
                ? git.head.commit === null
                  ? 'Needs a first commit'
                  : 'In a copy of its own: other threads and your files stay as they are'
                : 'Needs a Git repository',
            disabled: unfit || !isRepository || git.head.commit === null,
          },
          ...others.map((one) => ({
            value: `at:${one.path}`,
            label: folderName(one.path),
            description: headWords(one.head),
            group: 'Worktrees',
          })),
        ]}
        onOpen={() => setAsked(true)}
        onChange={(value) => {
          if (value.startsWith('at:')) set({ kind: 'worktree', path: value.slice(3) });
          else if (value === 'newWorktree') void chooseNew();
          else set({ kind: 'local' });
        }}
      />
      {place.kind === 'newWorktree' && (
        <>
          <Select
            label="Branch"
            side="top"
            searchable
            icon={<GitBranchIcon size={13} aria-hidden="true" />}
            value={place.base}
            placeholder={place.base}
            options={branches.map((one) => ({
              value: one.name,
              label: one.name,
              description: one.subject,
              hint: ageWords(one.committedAt, now),
              group: GROUPS[one.kind],
            }))}
            emptyText="No branch matches"
            onChange={(base) => set({ ...place, base })}
          />
          {environments.length > 0 && (
            <Select
              label="Environment"
              side="top"
              icon={<SlidersHorizontal size={13} aria-hidden="true" />}
              value={place.environment ?? NO_ENVIRONMENT}
              options={[
                { value: NO_ENVIRONMENT, label: 'No environment', description: 'Nothing is set up' },
                ...environments.map((one) => ({
                  value: one.id,
                  label: one.name,
                  description: one.problem === null ? 'Its set-up script runs first' : 'Its file cannot be read',
                  disabled: one.problem !== null,
                })),
              ]}
              onChange={(id) => set({ ...place, environment: id === NO_ENVIRONMENT ? null : id })}
            />
          )}
          {changes > 0 && (
            <label className={styles.carry}>
              <input
                type="checkbox"
                checked={place.carryChanges}
                onChange={(event) => set({ ...place, carryChanges: event.target.checked })}
              />
              Take {changes === 1 ? '1 changed file' : `${changes.toLocaleString('en-US')} changed files`} along
            </label>
          )}
        </>
      )}
    </div>
  );
}

const usable = (environments: readonly Environment[]): Environment | undefined =>
  environments.find(({ problem }) => problem === null);

const GROUPS: Readonly<Record<GitBranch['kind'], string>> = {
  local: 'Branches',
  remote: 'Remote branches',
  tag: 'Tags',
};

/** `head`: null without a repository; another value reads them again. */
function useBranches({ serverId, path }: Project, head: string | null): readonly GitBranch[] {
  const [branches, setBranches] = useState<readonly GitBranch[]>([]);
  useEffect(() => {
    let gone = false;
    if (head !== null)
      void getClient()
        .git.branches({ serverId, folder: path, query: '', limit: MAX_BRANCHES })
        .then((answer) => {
          if (!gone && answer.ok) setBranches(answer.value);
        });
    return () => {
      gone = true;
    };
  }, [serverId, path, head]);
  return branches;
}

/** The project's environments, and the way to read them again: their files change outside of Skein. */
function useEnvironments({ id }: Project): readonly [readonly Environment[], () => Promise<readonly Environment[]>] {
  const [environments, setEnvironments] = useState<readonly Environment[]>([]);
  useEffect(() => {
    let gone = false;
    void fetchEnvironments(id).then((found) => {
      if (!gone) setEnvironments(found);
    });
    return () => {
      gone = true;
    };
  }, [id]);
  const read = async () => {
    const found = await fetchEnvironments(id);
    setEnvironments(found);
    return found;
  };
  return [environments, read];
}

async function fetchEnvironments(projectId: ProjectId): Promise<readonly Environment[]> {
  const answer = await getClient().worktrees.environments({ projectId });
  return answer.ok ? answer.value : [];
}

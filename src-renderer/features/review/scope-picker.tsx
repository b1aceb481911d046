import { useEffect, useState } from 'react';
import GitCompare from 'lucide-react/icons/git-compare';
import type { GitCommit, GitState } from '../../../src-shared/model/git.ts';
import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { ReviewScope } from '../../../src-shared/model/review.ts';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { itemOf, type OpenThread } from '../../state/thread-store.ts';
import { useMinutes } from '../../state/clock.ts';
import { ageWords } from '../../state/time-words.ts';
import { Select } from '../../ui/select.tsx';
import type { PickerOption } from '../../ui/overlay-requests.ts';

const MAX_COMMITS = 50;
const MAX_TURNS = 30;

/** What is compared with what: *Changes*. */
export function ScopePicker(props: {
  readonly thread: OpenThread;
  readonly folder: string;
  readonly git: GitState;
  readonly scope: ReviewScope;
  readonly onChange: (scope: ReviewScope) => void;
}) {
  const { thread, folder, git, scope, onChange } = props;
  const [commits, setCommits] = useState<readonly GitCommit[]>([]);
  const turnList = useThread(thread, (state) => state.tail?.turnOrder);
  const { serverId, threadId } = thread.ref;
  const isRepository = git.kind === 'repository';
  const now = useMinutes();
  const age = (at: number) => ageWords(at, now);
  const head = isRepository ? git.head.commit : null;
  useEffect(() => {
    let gone = false;
    if (head !== null)
      void getClient()
        .git.commits({ serverId, folder, query: '', limit: MAX_COMMITS })
        .then((answer) => {
          if (!gone && answer.ok) setCommits(answer.value);
        });
    return () => {
      gone = true;
    };
  }, [serverId, folder, head]);
  const options: PickerOption[] = [
    ...(isRepository
      ? [
          { value: 'uncommitted', label: 'Uncommitted', description: 'Working tree and index' },
          {
            value: 'branch',
            label: 'All changes of the branch',
            description: `Against ${git.defaultBranch ?? 'its base'}, uncommitted work included`,
          },
        ]
      : []),
    { value: 'lastTurn', label: 'Last turn', description: 'What the newest turn changed' },
    ...[...(turnList ?? [])]
      .reverse()
      .slice(0, MAX_TURNS)
      .flatMap((turnId): PickerOption[] => {
        const state = thread.store.getState();
        const turn = state.tail?.turns[turnId];
        if (!turn?.changed || turn.changed.files === 0) return [];
        const first = turn.itemIds[0] === undefined ? undefined : itemOf(state, turn.itemIds[0]);
        const words =
          first?.kind === 'userMessage' ? first.parts.find((part) => part.kind === 'text')?.text : undefined;
        const label = words === undefined || words.trim() === '' ? 'A turn' : words.trim().slice(0, 80);
        const hint = turn.startedAt === null ? '' : age(turn.startedAt);
        return [{ value: `turn:${turnId}`, label, group: 'Turns', hint }];
      }),
    ...commits.map((commit) => ({
      value: `commit:${commit.commit}`,
      label: commit.subject,
      group: 'Commits',
      description: `${commit.commit.slice(0, 8)} · ${commit.author}`,
      hint: age(commit.committedAt),
    })),
  ];
  return (
    <Select
      label="Changes"
      icon={<GitCompare size={13} aria-hidden="true" />}
      value={valueOf(scope)}
      options={options}
      searchable={options.length > 4}
      placeholder={scope.kind === 'commit' ? scope.commit.slice(0, 8) : scope.kind === 'turn' ? 'A turn' : 'Snapshot'}
      onChange={(value) => {
        const [kind, rest] = splitOnce(value);
        if (kind === 'branch') onChange({ kind, base: null });
        else if (kind === 'lastTurn') onChange({ kind, threadId });
        else if (kind === 'turn') onChange({ kind, threadId, turnId: rest as TurnId });
        else if (kind === 'commit') onChange({ kind, commit: rest });
        else onChange({ kind: 'uncommitted' });
      }}
    />
  );
}

function splitOnce(value: string): readonly [string, string] {
  const at = value.indexOf(':');
  return at === -1 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
}

function valueOf(scope: ReviewScope): string {
  if (scope.kind === 'turn') return `turn:${scope.turnId}`;
  if (scope.kind === 'commit') return `commit:${scope.commit}`;
  return scope.kind;
}

import { scopeKey, type ListScope } from '../../../src-shared/model/list-scope.ts';
import type { ServerId, ThreadId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import type { DirectoryLists } from '../../state/directory-store.ts';
import { listOf } from '../../state/directory-store.ts';
import { projectList, type ListName } from '../../state/directory-order.ts';
import { dayGroup } from '../../state/time-words.ts';

/** One line of the list, of a fixed height by its kind. */
export type SidebarEntry =
  | {
      readonly kind: 'section';
      readonly key: string;
      readonly title: string;
      /** What folding it is remembered under; null: it does not fold. */
      readonly foldId: string | null;
      readonly folded: boolean;
      readonly project: Project | null;
    }
  | {
      readonly kind: 'thread';
      readonly key: string;
      readonly ref: ThreadRef;
      /** The row names its folder: it does not stand under its project. */
      readonly showFolder: boolean;
    }
  | {
      readonly kind: 'more';
      readonly key: string;
      readonly section: string;
      /** How many the section shows after a press. */
      readonly next: number;
      /** The page to load first, when what is loaded does not reach that far. */
      readonly load: { readonly serverId: ServerId; readonly scope: ListScope } | null;
      readonly loading: boolean;
      /** Loads by itself when it scrolls into view. */
      readonly auto: boolean;
    }
  | { readonly kind: 'failed'; readonly key: string; readonly serverId: ServerId; readonly scope: ListScope }
  | { readonly kind: 'note'; readonly key: string; readonly text: string }
  | { readonly kind: 'skeleton'; readonly key: string };

export interface SidebarInput {
  readonly grouping: 'project' | 'time';
  readonly projects: readonly Project[];
  readonly directories: readonly {
    readonly serverId: ServerId;
    readonly lists: DirectoryLists;
    /** Its Codex has stopped for good: what is not loaded will not come by itself. */
    readonly stopped: boolean;
  }[];
  readonly folded: ReadonlySet<string>;
  readonly shown: Readonly<Record<string, number>>;
  readonly recencyOf: (ref: ThreadRef) => number;
  readonly nowMs: number;
}

/** Threads a section shows before *Show more*, when there are several sections; and how many each press adds. */
const FIRST_SHOWN = 8;
const ADDED_BY_PRESS = 20;
const ELSEWHERE = 'elsewhere';
const STOPPED_TEXT = 'Shown when Codex runs';

export function buildEntries(input: SidebarInput): readonly SidebarEntry[] {
  const pinned = mergedRefs(input, 'pinned');
  const entries: SidebarEntry[] = [];
  if (pinned.length > 0) {
    entries.push(section('pinned', 'Pinned', input));
    if (!input.folded.has('pinned')) entries.push(...pinned.map((ref) => row('pinned', ref, true)));
  }
  entries.push(...(input.grouping === 'project' ? byProject(input) : byTime(input)));
  return entries;
}

function byProject(input: SidebarInput): SidebarEntry[] {
  const entries: SidebarEntry[] = [];
  for (const project of input.projects) {
    const key = `project:${project.id}`;
    entries.push({ ...section(key, project.name, input), project });
    if (input.folded.has(key)) continue;
    const directory = input.directories.find(({ serverId }) => serverId === project.serverId);
    entries.push(
      ...sectionRows(input, {
        key,
        serverId: project.serverId,
        lists: directory?.lists ?? null,
        stopped: directory?.stopped ?? false,
        list: projectList(project.id),
        scope: { kind: 'project', projectId: project.id },
        limited: input.projects.length > 1,
        showFolder: false,
        emptyText: 'No threads yet',
      }),
    );
  }
  for (const { serverId, lists, stopped } of input.directories) {
    if (listOf(lists, 'elsewhere').length === 0) continue;
    const key = `${ELSEWHERE}:${serverId}`;
    entries.push(section(key, 'Other folders', input));
    if (input.folded.has(key)) continue;
    entries.push(
      ...sectionRows(input, {
        key,
        serverId,
        lists,
        stopped,
        list: 'elsewhere',
        scope: { kind: 'all' },
        limited: true,
        showFolder: true,
        emptyText: '',
      }),
    );
  }
  return entries;
}

interface SectionRows {
  readonly key: string;
  readonly serverId: ServerId;
  readonly lists: DirectoryLists | null;
  readonly stopped: boolean;
  readonly list: ListName;
  readonly scope: ListScope;
  readonly limited: boolean;
  readonly showFolder: boolean;
  readonly emptyText: string;
}

function sectionRows(input: SidebarInput, options: SectionRows): SidebarEntry[] {
  const { key, serverId, lists, list, scope } = options;
  const ids = lists ? listOf(lists, list) : [];
  const loaded = lists?.loaded[scopeKey(scope)];
  const limit = options.limited ? (input.shown[key] ?? FIRST_SHOWN) : Number.POSITIVE_INFINITY;
  const entries: SidebarEntry[] = ids
    .slice(0, limit)
    .map((threadId) => row(key, { serverId, threadId }, options.showFolder));
  if (loaded?.phase === 'failed') entries.push({ kind: 'failed', key: `${key}/failed`, serverId, scope });
  else if (ids.length > limit || (loaded?.hasMore === true && !options.stopped)) {
    const next = Math.min(limit, ids.length) + ADDED_BY_PRESS;
    entries.push({
      kind: 'more',
      key: `${key}/more`,
      section: key,
      next,
      load: loaded?.hasMore === true && next > ids.length ? { serverId, scope } : null,
      loading: loaded?.phase === 'loading',
      auto: !options.limited,
    });
  } else if (ids.length === 0)
    entries.push(nothingYet(key, loaded?.phase === 'ready' ? options.emptyText : null, options.stopped));
  return entries;
}

/** The line of a list without threads. `emptyText`: null while it is not known that it is empty. */
function nothingYet(key: string, emptyText: string | null, stopped: boolean): SidebarEntry {
  const text = emptyText ?? (stopped ? STOPPED_TEXT : null);
  return text === null ? { kind: 'skeleton', key: `${key}/loading` } : { kind: 'note', key: `${key}/empty`, text };
}

function byTime(input: SidebarInput): SidebarEntry[] {
  const entries: SidebarEntry[] = [];
  let heading = '';
  for (const ref of mergedRefs(input, 'all')) {
    const group = dayGroup(input.recencyOf(ref), input.nowMs);
    if (group !== heading) entries.push({ ...section(`day:${group}`, group, input), foldId: null, folded: false });
    heading = group;
    entries.push(row('all', ref, true));
  }
  for (const { serverId, lists, stopped } of input.directories) {
    const loaded = lists.loaded['all'];
    const key = `all/${serverId}`;
    if (loaded?.phase === 'failed') entries.push({ kind: 'failed', key, serverId, scope: { kind: 'all' } });
    else if (loaded?.hasMore === true && !stopped)
      entries.push({
        kind: 'more',
        key,
        section: key,
        next: 0,
        load: { serverId, scope: { kind: 'all' } },
        loading: loaded.phase === 'loading',
        auto: true,
      });
    else if (entries.length === 0)
      entries.push(nothingYet(key, loaded?.phase === 'ready' ? 'No threads yet' : null, stopped));
  }
  return entries;
}

const section = (key: string, title: string, input: SidebarInput): SidebarEntry & { readonly kind: 'section' } => ({
  kind: 'section',
  key,
  title,
  foldId: key,
  folded: input.folded.has(key),
  project: null,
});
const row = (place: string, ref: ThreadRef, showFolder: boolean): SidebarEntry => ({
  kind: 'thread',
  key: `${place}/${ref.serverId}/${ref.threadId}`,
  ref,
  showFolder,
});

/** One list of all servers together, most recent first. Each server's own list is in that order already. */
function mergedRefs(input: SidebarInput, name: ListName): readonly ThreadRef[] {
  const queues = input.directories
    .map(({ serverId, lists }) => ({ serverId, ids: listOf(lists, name), next: 0 }))
    .filter(({ ids }) => ids.length > 0);
  const [only] = queues;
  const refOf = (serverId: ServerId, threadId: ThreadId): ThreadRef => ({ serverId, threadId });
  if (queues.length === 1 && only) return only.ids.map((id) => refOf(only.serverId, id));
  const merged: ThreadRef[] = [];
  for (;;) {
    let best: { readonly ref: ThreadRef; readonly recency: number; readonly queue: (typeof queues)[number] } | null =
      null;
    for (const queue of queues) {
      const id = queue.ids[queue.next];
      if (id === undefined) continue;
      const ref = refOf(queue.serverId, id);
      const recency = input.recencyOf(ref);
      if (!best || recency > best.recency) best = { ref, recency, queue };
    }
    if (!best) return merged;
    best.queue.next++;
    merged.push(best.ref);
  }
}

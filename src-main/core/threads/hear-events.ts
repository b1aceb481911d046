import type { ThreadId } from '../../../src-shared/model/ids.ts';
import type { UserMessageItem } from '../../../src-shared/model/item.ts';
import { titleFrom } from '../codex/map-thread.ts';
import type { CodexEvent, ServerStatus } from '../codex/thread-events.ts';
import type { ThreadGateway } from '../codex/thread-gateway.ts';
import { goalAfter } from './goal-after.ts';
import type { LiveThreads } from './live-threads.ts';
import type { SummaryStore } from './summary-store.ts';
import type { ThreadMarks } from './thread-marks.ts';
import type { TurnEndings } from './turn-endings.ts';

const TITLE_CAP_CHARS = 200;

export interface HearingOptions {
  readonly gateway: ThreadGateway;
  readonly threads: LiveThreads;
  readonly summaries: SummaryStore;
  readonly marks: ThreadMarks;
  readonly endings: TurnEndings;
  readonly onFileChanges: (threadId: ThreadId) => void;
  readonly onDeleted: (threadId: ThreadId) => void;
}

/** Brings each event of a server to the thread, the row or the mark it is about. */
export function createHearing(options: HearingOptions): (event: CodexEvent) => void {
  const { gateway, threads, summaries, marks, endings } = options;

  /** A thread runs whose events do not arrive, and neither would what it wants to ask. */
  const takeUp = async (threadId: ThreadId, status: ServerStatus) => {
    const opened = await threads.open(threadId);
    if (!opened.ok) return;
    if (opened.value.serverStatus().kind === 'notLoaded') opened.value.setServerStatus(status);
    await threads.subscriptions.ensure(opened.value);
    threads.subscriptions.reconsider(opened.value);
  };

  const heardStatus = ({ threadId, status }: Extract<CodexEvent, { type: 'status' }>) => {
    threads.countStatus(threadId);
    const thread = threads.get(threadId);
    if (!thread) {
      if (status.kind === 'active') void takeUp(threadId, status);
      else if (status.kind !== 'failed') summaries.change(threadId, { status });
      return;
    }
    if (status.kind === 'notLoaded') thread.changeInfo({ subscribed: false });
    thread.setServerStatus(status);
    if (status.kind === 'active') {
      if (!thread.info().subscribed) void threads.subscriptions.ensure(thread);
      return;
    }
    if (!thread.running()) endings.calm(threadId);
    threads.subscriptions.reconsider(thread);
  };

  const heardGoal = ({ threadId, goal, updatedAtMs }: Extract<CodexEvent, { type: 'goal' }>) => {
    const thread = threads.get(threadId);
    thread?.changeInfo({ goal: goal && goalAfter(thread.info().goal, goal, updatedAtMs) });
  };

  /** News of a thread that was let go: kept only as long as something comes of it. */
  const revive = (threadId: ThreadId) => {
    const thread = threads.enliven(threadId);
    if (thread) threads.subscriptions.reconsider(thread);
    return thread;
  };

  const heardName = (threadId: ThreadId, name: string | null) => {
    if (name !== null) {
      summaries.change(threadId, { title: name.slice(0, TITLE_CAP_CHARS), named: true });
      return;
    }
    // Without a name the thread is called by its first line again, which only the server knows.
    void gateway.read(threadId).then((read) => {
      if (read.ok) threads.put(read.value.summary);
    });
  };

  /** A new thread is called by the first line of its first message. */
  const nameAfter = (threadId: ThreadId, { parts }: UserMessageItem) =>
    nameBy(threadId, parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n'));
  const nameBy = (threadId: ThreadId, words: string) => {
    if (summaries.get(threadId)?.title === '') summaries.change(threadId, { title: titleFrom(words) });
  };

  return (event) => {
    const { threadId } = event;
    switch (event.type) {
      case 'status':
        heardStatus(event);
        break;
      case 'threadStarted':
        threads.put(event.summary);
        break;
      case 'renamed':
        heardName(threadId, event.name);
        break;
      case 'unread':
        marks.heardUnread(threadId, event.unread, event.revision);
        break;
      case 'section':
        marks.heardSection(threadId, event.sectionId);
        break;
      case 'archived': {
        const lock = event.archived ? ({ kind: 'archived' } as const) : ({ kind: 'none' } as const);
        summaries.change(threadId, { archived: event.archived });
        const thread = threads.get(threadId);
        thread?.changeInfo({ lock, subscribed: false });
        if (thread && !event.archived && thread.watchers() > 0) void threads.subscriptions.ensure(thread);
        break;
      }
      case 'deleted':
        options.onDeleted(threadId);
        break;
      case 'closed':
        threads.get(threadId)?.changeInfo({ subscribed: false });
        break;
      case 'reverted': {
        const thread = threads.get(threadId);
        if (thread) void threads.subscriptions.reconcile(thread);
        break;
      }
      case 'settings':
        threads.get(threadId)?.changeInfo({ settings: event.settings });
        summaries.change(threadId, { cwd: event.cwd });
        break;
      case 'goal':
        heardGoal(event);
        // A thread may begin with a goal instead of a message.
        if (event.goal) nameBy(threadId, event.goal.objective);
        break;
      case 'serverQueue': {
        // Somebody else changed what the server holds: it is asked again, and the thread is free when nothing is left.
        const thread = threads.get(threadId);
        if (thread?.info().lock.kind === 'serverQueue') void threads.subscriptions.ensure(thread);
        break;
      }
      default:
        (threads.get(threadId) ?? revive(threadId))?.receive(event);
        if (event.type === 'fileChanges') options.onFileChanges(threadId);
        else if (event.type === 'itemStarted' && event.item.kind === 'userMessage') nameAfter(threadId, event.item);
    }
  };
}

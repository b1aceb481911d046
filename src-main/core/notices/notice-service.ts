import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Unsubscribe } from '../../../src-shared/contract/define.ts';
import type { Approval, ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import type { ApprovalId, ThreadRef } from '../../../src-shared/model/ids.ts';
import type { Settings } from '../../../src-shared/model/settings.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log, NoticeAnswer, SystemNotice, SystemPort } from '../ports.ts';
import type { TurnEnd } from '../threads/thread-ports.ts';
import { approvalNotice } from './approval-notice.ts';

/** How often it is looked at whether something runs that the machine should stay awake for. Machines fall asleep after minutes. */
const AWAKE_PULSE_MS = 10_000;

export interface NoticeOptions {
  readonly system: Pick<SystemPort, 'notify' | 'isFocused' | 'setBadge' | 'keepAwake' | 'showWindow'>;
  readonly settings: () => Settings['desktop'];
  readonly threads: {
    title(thread: ThreadRef): string;
    onSettled(listener: (thread: ThreadRef, end: TurnEnd) => void): Unsubscribe;
    goesOn(thread: ThreadRef): boolean;
    runningThreads(): number;
  };
  readonly approvals: {
    watch(sink: { emit(list: readonly Approval[]): void }): Unsubscribe;
    answer(approvalId: ApprovalId, answer: ApprovalAnswer): Promise<Result<null, AppError>>;
  };
  /** Sends words to a thread: at once, or when its turn is over. */
  readonly reply: (thread: ThreadRef, parts: readonly InputPart[]) => void;
  /** Has a window show the thread. */
  readonly open: (thread: ThreadRef) => void;
  readonly report: (error: AppError) => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Tells the user through the system what happens while nobody looks, counts on the badge what waits, and keeps the machine awake if wanted. */
export function startSystemNotices(options: NoticeOptions): Unsubscribe {
  const { system, threads, approvals, clock, log } = options;
  /** Shown and not taken away yet: an approval's goes when it was answered, a thread's with its next one. */
  const shown = new Map<string, Unsubscribe>();
  let known = new Set<ApprovalId>();
  let stopPulse: Unsubscribe = () => undefined;

  const isWanted = (): boolean => {
    const { notifications } = options.settings();
    return notifications === 'always' || (notifications === 'background' && !system.isFocused());
  };
  const withdraw = (key: string) => {
    shown.get(key)?.();
    shown.delete(key);
  };
  const show = (key: string, thread: ThreadRef, notice: SystemNotice, act: (answer: NoticeAnswer) => Promise<void>) => {
    if (!isWanted()) return;
    withdraw(key);
    const onAnswer = (answer: NoticeAnswer) => {
      withdraw(key);
      if (answer.kind === 'open') {
        options.open(thread);
        system.showWindow();
      } else
        void act(answer).catch((error: unknown) => log.error('notices: an answer was lost', { error: String(error) }));
    };
    shown.set(key, system.notify(notice, onAnswer));
  };

  const stopSettled = threads.onSettled((thread, end) => {
    if (end.kind === 'interrupted') return;
    // One turn of many: it is told when the goal is reached, or something fails.
    if (end.kind === 'completed' && threads.goesOn(thread)) return;
    const notice: SystemNotice = {
      kind: end.kind === 'failed' ? 'failed' : 'finished',
      title: threads.title(thread),
      detail: end.kind === 'failed' ? end.message : '',
      offers: ['reply'],
    };
    show(`${thread.serverId}#${thread.threadId}`, thread, notice, (answer) => {
      if (answer.kind === 'reply' && answer.words.trim() !== '')
        options.reply(thread, [{ kind: 'text', text: answer.words }]);
      return Promise.resolve();
    });
  });

  const stopApprovals = approvals.watch({
    emit: (list) => {
      system.setBadge(list.length);
      for (const id of known) if (!list.some((one) => one.id === id)) withdraw(id);
      for (const approval of list) if (!known.has(approval.id)) announce(approval);
      known = new Set(list.map(({ id }) => id));
    },
  });
  const announce = (approval: Approval) =>
    show(approval.id, approval, approvalNotice(approval), async (answer) => {
      const decision: ApprovalAnswer | null =
        answer.kind === 'approve'
          ? { kind: 'approveOnce' }
          : answer.kind === 'decline'
            ? { kind: 'decline', words: '' }
            : null;
      if (decision === null) return;
      const answered = await approvals.answer(approval.id, decision);
      if (!answered.ok) options.report(answered.error);
    });

  const pulse = () => {
    system.keepAwake(options.settings().keepAwake && threads.runningThreads() > 0);
    stopPulse = clock.after(AWAKE_PULSE_MS, pulse);
  };
  pulse();
  return () => {
    stopPulse();
    stopSettled();
    stopApprovals();
    for (const key of [...shown.keys()]) withdraw(key);
    system.setBadge(0);
    system.keepAwake(false);
  };
}

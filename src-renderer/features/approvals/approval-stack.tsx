import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { Approval } from '../../../src-shared/model/approval.ts';
import type { ThreadRef } from '../../../src-shared/model/ids.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { useThreadApprovals } from '../../state/approval-store.ts';
import { defineCommand } from '../../state/commands.ts';
import { keepClear } from '../../ui/keep-clear.ts';
import { announcement } from './approval-words.ts';
import { CommandCard } from './command-card.tsx';
import { ElicitationCard } from './elicitation-card.tsx';
import { FileChangeCard } from './file-change-card.tsx';
import { PermissionsCard } from './permissions-card.tsx';
import { QuestionCard } from './question-card.tsx';
import { useArmed, useCard } from './use-card.ts';
import styles from './approvals.module.css';

/**
 * Everything that waits for the user in one thread, above its composer, oldest first. Appearing never takes the focus. When a card
 * that had it goes, the next card gets it (the card, none of its buttons), or the message box.
 */
export function ApprovalStack({ thread }: { readonly thread: ThreadRef }) {
  const waiting = useThreadApprovals(thread);
  const ids = waiting.map((approval) => approval.id).join('\n');
  const armed = useArmed(ids);
  const ref = useRef<HTMLDivElement>(null);
  useFocusAfterAnswer(ref, ids);
  useFocusCommand(ref, waiting.length > 0);
  return (
    <div ref={ref} className={styles.region}>
      <div className="sr-only" role="status">
        {announcement(waiting)}
      </div>
      {waiting.length > 0 && (
        <div ref={keepClear} className={styles.stack}>
          {waiting.length > 1 && <p className={styles.count}>{waiting.length} requests wait for you</p>}
          {waiting.map((approval) => (
            <Card key={approval.id} approval={approval} armed={armed} />
          ))}
        </div>
      )}
    </div>
  );
}

function Card({ approval, armed }: { readonly approval: Approval; readonly armed: boolean }) {
  const card = useCard(approval, armed);
  switch (approval.kind) {
    case 'command':
      return <CommandCard approval={approval} card={card} />;
    case 'fileChange':
      return <FileChangeCard approval={approval} card={card} />;
    case 'permissions':
      return <PermissionsCard approval={approval} card={card} />;
    case 'question':
      return <QuestionCard approval={approval} card={card} />;
    case 'elicitation':
      return <ElicitationCard approval={approval} card={card} />;
    default:
      return assertNever(approval);
  }
}

/** The way into the first card by keyboard; from there its keys act. */
function useFocusCommand(ref: RefObject<HTMLDivElement | null>, any: boolean): void {
  useEffect(() => {
    if (!any) return;
    return defineCommand({
      id: 'approval.focus',
      title: 'Go to what waits for me in this thread',
      group: 'Approvals',
      key: 'Mod+Shift+Y',
      run: () => ref.current?.querySelector<HTMLElement>('[data-approval]')?.focus(),
    });
  }, [ref, any]);
}

/** Keeps the keyboard in place: a focused element that vanishes would drop the focus to the page. */
function useFocusAfterAnswer(ref: RefObject<HTMLDivElement | null>, ids: string): void {
  const inside = useRef(false);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return;
    const remember = () => {
      inside.current = true;
    };
    const forget = (event: FocusEvent) => {
      if (event.relatedTarget instanceof Node) inside.current = box.contains(event.relatedTarget);
    };
    box.addEventListener('focusin', remember);
    box.addEventListener('focusout', forget);
    return () => {
      box.removeEventListener('focusin', remember);
      box.removeEventListener('focusout', forget);
    };
  }, [ref]);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box || !inside.current || box.contains(document.activeElement)) return;
    inside.current = false;
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const next = box.querySelector<HTMLElement>('[data-approval]');
    (next ?? document.querySelector<HTMLElement>('textarea[aria-label="Message"]'))?.focus({ preventScroll: true });
  }, [ids, ref]);
}

import { useMinutes } from '../../state/clock.ts';
import { queueUntilWords, untilWords } from '../../state/limit-words.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';

/** The account may not go on: the message stays in the box, and may wait in the queue until it can go. */
export function LimitNotice({ desk, untilMs }: { readonly desk: Desk; readonly untilMs: number | null }) {
  const now = useMinutes();
  const send = (mode: 'untilReset' | 'auto') => {
    if (desk.subject) void deliver(desk, desk.subject, mode);
    desk.editor.focus();
  };
  return (
    <ErrorBox
      announce
      tone="needs"
      title={`The usage limit is reached ${untilWords(untilMs, now)}`}
      text="Your text is kept below. In the queue it is sent by itself as soon as the account may go on, also after a restart of Skein; it can be edited or removed there until then."
      actions={[
        { label: queueUntilWords(untilMs, now), primary: true, onSelect: () => send('untilReset') },
        { label: 'Send anyway', onSelect: () => send('auto') },
      ]}
    />
  );
}

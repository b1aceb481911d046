import type { SendMode } from '../../../src-shared/contract/threads.ts';
import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { useAccount } from '../../state/account-store.ts';
import { useMinutes } from '../../state/clock.ts';
import { queueUntilWords, untilWords } from '../../state/limit-words.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';

/**
 * The account may not go on: the message stays in the box. In a thread it may wait in the queue until it can go; a thread that does not
 * exist yet has no queue. When the limit is lifted while it is read, it says so.
 */
export function LimitNotice({ desk, untilMs }: { readonly desk: Desk; readonly untilMs: number | null }) {
  const now = useMinutes();
  const account = useAccount(desk.subject?.serverId ?? null);
  const queues = desk.target.kind === 'thread';
  const send = (mode: SendMode) => () => {
    if (desk.subject) void deliver(desk, desk.subject, mode);
    desk.editor.focus();
  };
  if (account && limitBlock(account, now) === null)
    return (
      <ErrorBox
        announce
        tone="needs"
        title="The account may go on again"
        text="Your text is kept below."
        actions={[{ label: 'Send now', primary: true, onSelect: send('auto') }]}
      />
    );
  const anyway = { label: 'Send anyway', onSelect: send('auto') };
  return (
    <ErrorBox
      announce
      tone="needs"
      title={`The usage limit is reached ${untilWords(untilMs, now)}`}
      text={
        queues
          ? 'Your text is kept below. In the queue it is sent by itself as soon as the account may go on, also after a restart of Skein; it can be edited or removed there until then.'
          : 'Your text is kept below as a draft, also over a restart of Skein. A thread begins with its first message, so it cannot wait in a queue yet: send it after the reset, or write into a thread that is there and queue it.'
      }
      actions={
        queues
          ? [{ label: queueUntilWords(untilMs, now), primary: true, onSelect: send('untilReset') }, anyway]
          : [anyway]
      }
    />
  );
}

import type { SendMode } from '../../../src-shared/contract/threads.ts';
import { limitBlock } from '../../../src-shared/model/limit-block.ts';
import { useAccount } from '../../state/account-store.ts';
import { useMinutes } from '../../state/clock.ts';
import { queueUntilWords, untilWords } from '../../state/limit-words.ts';
import { useServer } from '../../state/server-store.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';

/**
 * The account may not go on: the message stays in the box. It may wait until it can go: in the queue of its thread, or as the first message
 * of a thread that begins then, where that thread's folder is on this machine. When the limit is lifted while it is read, it says so.
 */
export function LimitNotice({ desk, untilMs }: { readonly desk: Desk; readonly untilMs: number | null }) {
  const now = useMinutes();
  const account = useAccount(desk.subject?.serverId ?? null);
  const isHere = useServer(desk.subject?.serverId ?? null)?.hostId === 'local';
  const begins = desk.target.kind === 'new';
  const queues = !begins || isHere;
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
        begins && isHere
          ? 'Your text is kept below. Queued, the thread begins by itself as soon as the account may go on, also after a restart of Skein; until then it stands above the list of threads, and can be given up.'
          : queues
            ? 'Your text is kept below. In the queue it is sent by itself as soon as the account may go on, also after a restart of Skein; it can be edited or removed there until then.'
            : 'Your text is kept below as a draft, also over a restart of Skein. A thread on another machine cannot wait before it begins: send it after the reset, or write into a thread that is there and queue it.'
      }
      actions={
        queues
          ? [{ label: queueUntilWords(untilMs, now), primary: true, onSelect: send('untilReset') }, anyway]
          : [anyway]
      }
    />
  );
}

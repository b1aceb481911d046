import { useEffect, useRef, useState } from 'react';
import SquareTerminal from 'lucide-react/icons/square-terminal';
import * as Popover from 'radix-ui/popover';
import type { BackgroundTerminal } from '../../../src-shared/contract/threads.ts';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { useServer } from '../../state/server-store.ts';
import type { OpenThread, ThreadState } from '../../state/thread-store.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { count } from './words.ts';
import styles from './thread-header.module.css';

/** Changes whenever a command starts or ends: then the list may have changed. */
function commandMark(state: ThreadState): string {
  const { tail } = state;
  if (!tail) return '';
  let running = 0;
  for (const turnId of tail.turnOrder.slice(-6))
    for (const id of tail.turns[turnId]?.itemIds ?? []) {
      const item = tail.items[id];
      if (item?.kind === 'command' && item.status === 'running') running++;
    }
  return `${tail.info.status.kind}:${running}`;
}

/** Commands that go on running after their turn: list them, stop them. Nothing is drawn while there are none. */
export function BackgroundTerminals({ thread }: { readonly thread: OpenThread }) {
  const { ref } = thread;
  const able = useServer(ref.serverId)?.capabilities?.backgroundTerminals === true;
  const mark = useThread(thread, commandMark);
  const [found, setFound] = useState<{ readonly mark: string; readonly list: readonly BackgroundTerminal[] } | null>(
    null,
  );
  const [asked, setAsked] = useState(0);
  const latest = useRef('');
  useEffect(() => {
    latest.current = mark;
    // While a turn runs, its commands are shown in the timeline; what stays behind is known once none is waited for.
    if (!able || mark === '' || !mark.endsWith(':0') === mark.startsWith('running')) return;
    void getClient()
      .threads.backgroundTerminals(ref)
      .then((answer) => {
        if (answer.ok && latest.current === mark) setFound({ mark, list: answer.value });
      });
  }, [able, ref, mark, asked]);
  const list = found?.list ?? [];
  if (list.length === 0) return null;
  const stop = async (processId: string | null) => {
    const answer = await getClient().threads.stopBackgroundTerminal({ ...ref, processId });
    if (!answer.ok) showError(answer.error);
    setAsked((before) => before + 1);
  };
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button tone="ghost" icon={<SquareTerminal size={14} aria-hidden="true" />}>
          {count(list.length, 'background terminal')}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.popover} align="end" sideOffset={4} aria-label="Background terminals">
          <ul className={styles.terminals}>
            {list.map((terminal) => (
              <li key={terminal.processId}>
                <div className={styles.terminal}>
                  <code>{terminal.command}</code>
                  <span>{terminal.cwd}</span>
                </div>
                <Button size="s" tone="danger" onClick={() => void stop(terminal.processId)}>
                  Stop
                </Button>
              </li>
            ))}
          </ul>
          {list.length > 1 && (
            <Button size="s" onClick={() => void stop(null)}>
              Stop all
            </Button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

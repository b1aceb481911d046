import { useEffect, useRef, useState } from 'react';
import Square from 'lucide-react/icons/square';
import SquareTerminal from 'lucide-react/icons/square-terminal';
import type { BackgroundTerminal } from '../../../src-shared/contract/threads.ts';
import { getClient } from '../../state/client.ts';
import { useThread } from '../../state/open-threads.ts';
import { useServer } from '../../state/server-store.ts';
import type { OpenThread, ThreadState } from '../../state/thread-store.ts';
import { showError } from '../../state/toast-store.ts';
import { count } from '../../state/count-words.ts';
import { MenuButton } from '../../ui/menu.tsx';
import type { MenuEntry } from '../../ui/overlay-requests.ts';

const COMMAND_CHARS = 60;

/** Changes whenever the thread comes to rest, or a command of its last turns ends: then the list may have changed. */
function restMark(state: ThreadState): string {
  const { tail } = state;
  if (!tail || tail.info.status.kind === 'running') return '';
  let running = 0;
  for (const turnId of tail.turnOrder.slice(-6))
    for (const id of tail.turns[turnId]?.itemIds ?? []) {
      const item = tail.items[id];
      if (item?.kind === 'command' && item.status === 'running') running++;
    }
  return `${tail.turnOrder.at(-1) ?? ''}:${running}`;
}

/** Commands that go on running after their turn: list them, stop them. Nothing is drawn while there are none. */
export function BackgroundTerminals({ thread }: { readonly thread: OpenThread }) {
  const { ref } = thread;
  const able = useServer(ref.serverId)?.capabilities?.backgroundTerminals === true;
  const mark = useThread(thread, restMark);
  const [list, setList] = useState<readonly BackgroundTerminal[]>([]);
  const [asked, setAsked] = useState(0);
  const latest = useRef('');
  useEffect(() => {
    latest.current = mark;
    if (!able || mark === '') return;
    void getClient()
      .threads.backgroundTerminals(ref)
      .then((answer) => {
        if (answer.ok && latest.current === mark) setList(answer.value);
      });
  }, [able, ref, mark, asked]);
  if (list.length === 0) return null;
  const stop = async (processId: string | null) => {
    const answer = await getClient().threads.stopBackgroundTerminal({ ...ref, processId });
    if (!answer.ok) showError(answer.error);
    setAsked((before) => before + 1);
  };
  const entries = (): MenuEntry[] => [
    { kind: 'label', label: 'Still running' },
    ...list.map<MenuEntry>((terminal) => ({
      kind: 'item',
      label: `Stop ${shortened(terminal.command)}`,
      icon: <Square size={12} aria-hidden="true" />,
      onSelect: () => void stop(terminal.processId),
    })),
    ...(list.length > 1
      ? ([
          { kind: 'separator' },
          { kind: 'item', label: 'Stop all', danger: true, onSelect: () => void stop(null) },
        ] satisfies MenuEntry[])
      : []),
  ];
  return (
    <MenuButton
      label="Background terminals"
      icon={<SquareTerminal size={14} aria-hidden="true" />}
      align="end"
      entries={entries}
    >
      {count(list.length, 'background terminal')}
    </MenuButton>
  );
}

const shortened = (command: string): string => {
  const [line = ''] = command.split('\n', 1);
  return line.length > COMMAND_CHARS || line.length < command.length ? `${line.slice(0, COMMAND_CHARS)}…` : line;
};

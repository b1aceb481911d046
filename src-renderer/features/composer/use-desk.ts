import { useEffect, useLayoutEffect, useState } from 'react';
import type { DraftTarget } from '../../../src-shared/contract/composer.ts';
import { composerEntry, setEditing, setNotice } from '../../state/composer-store.ts';
import { useConnection } from '../../state/connection-store.ts';
import { flushDraftsOnLeave } from '../../state/draft.ts';
import { useServer } from '../../state/server-store.ts';
import { defineComposerCommands } from './composer-commands.ts';
import { Desk, type Subject } from './desk.ts';

/**
 * The desk of one composer, for as long as it is mounted: its draft is loaded, kept and saved. Each target has a desk of its own (a key):
 * what belongs to one message never shows up in the box of another thread. `subject`: what is known now.
 */
export function useDesk(target: DraftTarget, subject: Subject): Desk {
  const [desk] = useState(() => new Desk(target));
  useLayoutEffect(() => {
    desk.update(subject);
  }, [desk, subject]);
  useEffect(() => {
    const close = desk.open();
    const undefine = defineComposerCommands(desk);
    return () => {
      undefine();
      close();
      setEditing(desk.key, null);
    };
  }, [desk]);
  useEffect(flushDraftsOnLeave, []);
  useOutdatedNotice(desk, subject);
  return desk;
}

/** A message that something is down goes when it is back: the text stands in the box, ready to be sent again. */
function useOutdatedNotice(desk: Desk, { serverId }: Subject): void {
  const running = useServer(serverId)?.phase.kind === 'ready';
  const connected = useConnection().kind === 'open';
  useEffect(() => {
    const { notice } = composerEntry(desk.key);
    if (notice?.kind !== 'failed') return;
    const { code } = notice.error;
    if ((code === 'server.not-running' && running) || (code === 'rpc.disconnected' && connected))
      setNotice(desk.key, null);
  }, [desk, running, connected]);
}

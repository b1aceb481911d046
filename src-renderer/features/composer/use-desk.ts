import { useEffect, useLayoutEffect, useState } from 'react';
import type { DraftTarget } from '../../../src-shared/contract/composer.ts';
import { setEditing } from '../../state/composer-store.ts';
import { defineComposerCommands } from './composer-commands.ts';
import { Desk, type Subject } from './desk.ts';

/** The desk of one composer, for as long as it is mounted: its draft is loaded, kept and saved. `subject`: what is known now. */
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
  return desk;
}

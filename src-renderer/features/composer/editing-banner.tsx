import type { EditingPrevious } from '../../state/composer-store.ts';
import { Button } from '../../ui/button.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import type { Desk } from './desk.ts';
import { leaveEditing } from './edit-previous.ts';
import styles from './composer.module.css';

/** Says that an earlier message is being changed, and what the keys do. */
export function EditingBanner({ desk, editing }: { readonly desk: Desk; readonly editing: EditingPrevious }) {
  return (
    <div className={styles.editing} role="status">
      <span>
        Editing an earlier message ({editing.at + 1} of {editing.of}). The thread stays as it is; a fork begins before
        it.
      </span>
      <span className={styles.keys}>
        <Kbd keys="ArrowUp" boxed /> older <Kbd keys="ArrowDown" boxed /> newer
      </span>
      <Button
        size="s"
        tone="ghost"
        onClick={() => {
          leaveEditing(desk);
          desk.editor.focus();
        }}
      >
        Cancel <Kbd keys="Escape" />
      </Button>
    </div>
  );
}

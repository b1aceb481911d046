import { Button } from '../../ui/button.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import type { FilesRoom } from './files-room.ts';
import type { OpenFile } from './open-files.ts';
import { nameOf } from './paths.ts';
import styles from './files.module.css';

/** The disk has something else than what is being edited: nothing is taken or written before somebody says which. */
export function ChangeBar(props: {
  readonly room: FilesRoom;
  readonly file: OpenFile;
  readonly comparing: boolean;
  readonly onCompare: () => void;
}) {
  const { room, file, comparing, onCompare } = props;
  const { path, disk } = file;
  const reload = async () => {
    const yes = await confirm({
      title: `Load ${nameOf(path)} again?`,
      text: 'What you typed into it is lost.',
      confirmLabel: 'Load again',
      danger: true,
    });
    if (yes) void room.files.reload(path);
  };
  return (
    <div className={styles.changed} role="alert">
      <span className={styles.changedWords}>
        {disk.kind === 'gone'
          ? 'The file is not on disk any more. Saving creates it again.'
          : 'The file has changed on disk since you began to edit it.'}
      </span>
      {disk.kind === 'gone' ? (
        <Button size="s" onClick={() => void room.files.save(path, true)}>
          Save
        </Button>
      ) : (
        <>
          <Button size="s" aria-pressed={comparing} onClick={onCompare}>
            {comparing ? 'Back to editing' : 'Compare'}
          </Button>
          <Button size="s" onClick={() => void reload()}>
            Reload
          </Button>
          <Button size="s" onClick={() => void room.files.save(path, true)}>
            Overwrite
          </Button>
        </>
      )}
    </div>
  );
}

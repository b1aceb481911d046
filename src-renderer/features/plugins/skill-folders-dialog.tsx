import { useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { getClient } from '../../state/client.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { usePlace } from './place.ts';
import { Failed } from './states.tsx';
import forms from './forms.module.css';
import styles from './detail.module.css';

/** Folders of the user's choice whose skills every thread of the server has. */
export function SkillFoldersDialog(props: { readonly folders: readonly string[]; readonly onClose: () => void }) {
  const { folders, onClose } = props;
  const { serverId } = usePlace();
  const [typed, setTyped] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const set = async (wanted: readonly string[]): Promise<boolean> => {
    setBusy(true);
    setError(null);
    const answer = await getClient().skills.setFolders({ serverId, folders: [...wanted] });
    setBusy(false);
    if (!answer.ok) setError(answer.error);
    return answer.ok;
  };
  const add = async () => {
    if (await set([...folders, typed.trim()])) setTyped('');
  };
  return (
    <DialogView
      title="Folders of skills"
      description="Each folder in them with a SKILL.md is a skill, in every thread. Codex itself looks into .agents/skills of a project and into its home."
      onClose={onClose}
    >
      <form
        className={forms.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        {folders.length > 0 && (
          <ul className={styles.list} aria-label="Folders">
            {folders.map((folder) => (
              <li key={folder} className={styles.row}>
                <code className={styles.rowWords}>{folder}</code>
                <Button
                  size="s"
                  disabled={busy}
                  aria-label={`Remove ${folder}`}
                  onClick={() => void set(folders.filter((one) => one !== folder))}
                >
                  Remove
                </Button>
              </li>
            ))}
          </ul>
        )}
        <TextField
          label="Folder"
          code
          autoFocus
          placeholder="/home/me/skills"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        {error && <Failed error={error} />}
        <div className={forms.buttons}>
          <Button onClick={onClose}>Close</Button>
          <Button tone="primary" type="submit" busy={busy} disabled={typed.trim() === ''}>
            Add
          </Button>
        </div>
      </form>
    </DialogView>
  );
}

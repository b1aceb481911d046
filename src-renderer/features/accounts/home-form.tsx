import { useState } from 'react';
import Plus from 'lucide-react/icons/plus';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { appInfoStore } from '../../state/app-info-store.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './accounts.module.css';

/** Adds another Codex home, and with it another account. */
export function AddHome() {
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.part} aria-label="Another account">
      <div className={styles.partHeader}>
        <h3 className={styles.heading}>Another account</h3>
        {!open && (
          <Button size="s" icon={<Plus size={13} aria-hidden="true" />} onClick={() => setOpen(true)}>
            Add Codex home
          </Button>
        )}
      </div>
      <p className={styles.quiet}>
        A Codex home is a folder with an account, its configuration and its threads. Accounts side by side have one
        each.
      </p>
      {open && <HomeForm onClose={() => setOpen(false)} />}
    </section>
  );
}

/** Only the name: the folder is what the account and its threads are known by. */
export function RenameHome(props: {
  readonly serverId: ServerId;
  readonly label: string;
  readonly onClose: () => void;
}) {
  const { serverId, onClose } = props;
  const [label, setLabel] = useState(props.label);
  const submit = async () => {
    if (label.trim() === '') return;
    const renamed = await getClient().homes.rename({ serverId, label: label.trim() });
    if (renamed.ok) onClose();
    else showError(renamed.error);
  };
  return (
    <form
      className={styles.renameForm}
      aria-label={`Rename ${props.label}`}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <TextField
        label="Name"
        autoFocus
        maxLength={80}
        value={label}
        error={label.trim() === '' ? 'Give it a name.' : undefined}
        onChange={(event) => setLabel(event.target.value)}
      />
      <div className={styles.buttons}>
        <Button tone="primary" type="submit">
          Rename
        </Button>
        <Button tone="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function HomeForm({ onClose }: { readonly onClose: () => void }) {
  const [label, setLabel] = useState('');
  const [path, setPath] = useState(() => `${appInfoStore.getState().info?.homeFolder ?? ''}/.codex-work`);
  const [error, setError] = useState<AppError | 'label' | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    if (label.trim() === '') {
      setError('label');
      return;
    }
    setBusy(true);
    const added = await getClient().homes.add({ label: label.trim(), path: path.trim() });
    setBusy(false);
    if (!added.ok) {
      setError(added.error);
      return;
    }
    showToast({ title: `${label.trim()} was added`, text: 'Sign in there, then add projects to it.' });
    onClose();
  };
  return (
    <form
      className={styles.keyForm}
      aria-label="New Codex home"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        label="Name"
        autoFocus
        maxLength={80}
        placeholder="Work"
        value={label}
        error={error === 'label' ? 'Give it a name.' : undefined}
        onChange={(event) => setLabel(event.target.value)}
      />
      <TextField
        label="Folder"
        code
        value={path}
        hint="It is made where there is none yet. CODEX_HOME leads the command line to the same one."
        error={error !== null && error !== 'label' ? errorWords().appError(error).title : undefined}
        onChange={(event) => {
          setPath(event.target.value);
          setError(null);
        }}
      />
      <div className={styles.buttons}>
        <Button tone="primary" type="submit" busy={busy}>
          Add
        </Button>
        <Button tone="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

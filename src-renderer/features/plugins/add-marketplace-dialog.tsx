import { useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { usePlace } from './place.ts';
import styles from './forms.module.css';

/** Asks for a marketplace: GitHub's short form, a Git address or a folder. */
export function AddMarketplaceDialog(props: {
  readonly onClose: () => void;
  /** With the marketplace's name. */
  readonly onAdded: (name: string) => void;
}) {
  const { onClose, onAdded } = props;
  const { serverId } = usePlace();
  const [source, setSource] = useState('');
  const [ref, setRef] = useState('');
  const [sparse, setSparse] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const isFolder = /^(?:[/~.]|[A-Za-z]:[\\/])/.test(source.trim());
  const add = async () => {
    setBusy(true);
    setError(null);
    const answer = await getClient().plugins.addMarketplace({
      serverId,
      source,
      ref: isFolder || ref.trim() === '' ? null : ref,
      sparsePaths: isFolder ? [] : sparse.split(/[\s,]+/).filter(Boolean),
    });
    setBusy(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    const { name, alreadyAdded } = answer.value;
    showToast({ tone: 'good', title: alreadyAdded ? `${name} was there already` : `${name} is added` });
    onAdded(name);
    onClose();
  };
  const words = error && { ...errorWords().appError(error), details: 'detail' in error ? error.detail : null };
  return (
    <DialogView
      title="Add marketplace"
      description="Plugins run code on this machine. Add marketplaces that you trust."
      onClose={onClose}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          label="Source"
          code
          autoFocus
          placeholder="owner/repo"
          hint="owner/repo or owner/repo@ref on GitHub, a Git address (https or ssh), or a folder on this machine"
          value={source}
          onChange={(event) => setSource(event.target.value)}
        />
        {!isFolder && (
          <div className={styles.pair}>
            <TextField
              label="Branch, tag or commit"
              code
              hint="Empty: the repository’s own"
              value={ref}
              onChange={(event) => setRef(event.target.value)}
            />
            <TextField
              label="Only these folders"
              code
              hint="Paths in the repository, for large ones"
              value={sparse}
              onChange={(event) => setSparse(event.target.value)}
            />
          </div>
        )}
        {words && <ErrorBox announce title={words.title} text={words.text} details={words.details} />}
        <div className={styles.buttons}>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" busy={busy} disabled={source.trim() === ''}>
            Add
          </Button>
        </div>
      </form>
    </DialogView>
  );
}

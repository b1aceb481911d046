import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { openAddress } from '../../state/open-address.ts';
import { showToast } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { DialogView } from '../../ui/dialog-view.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { GitPlace } from './git-actions.ts';
import styles from './review.module.css';

interface Form {
  readonly title: string;
  readonly body: string;
  readonly base: string;
  readonly draft: boolean;
}

/** Title, text and base of a pull request, drafted from the commits. */
export function PullRequestDialog({ place, onClose }: { readonly place: GitPlace; readonly onClose: () => void }) {
  const { serverId, folder } = place;
  const [form, setForm] = useState<Form | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    void getClient()
      .git.draftPullRequest({ serverId, folder })
      .then((answer) => {
        if (gone) return;
        if (!answer.ok) setError(answer.error);
        setForm({ title: '', body: '', base: '', draft: false, ...(answer.ok ? answer.value : {}) });
      });
    return () => {
      gone = true;
    };
  }, [serverId, folder]);
  const change = (part: Partial<Form>) => setForm((before) => before && { ...before, ...part });
  const create = async () => {
    if (!form) return;
    setBusy(true);
    const answer = await getClient().git.createPullRequest({ serverId, folder, ...form });
    setBusy(false);
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    const { url } = answer.value;
    showToast({
      title: 'Pull request created',
      text: url,
      tone: 'good',
      actions: [{ label: 'Open', onSelect: () => void openAddress(url) }],
    });
    onClose();
  };
  const words = error && errorWords().appError(error);
  return (
    <DialogView
      title="Create pull request"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            busy={busy}
            disabled={!form || form.title.trim() === '' || form.base.trim() === ''}
            onClick={() => void create()}
          >
            Create
          </Button>
        </>
      }
    >
      {form === null ? (
        <p role="status">
          <Spinner /> Reading the commits…
        </p>
      ) : (
        <div className={styles.form}>
          {words && <ErrorBox title={words.title} text={words.text} announce />}
          <TextField label="Title" value={form.title} onChange={(event) => change({ title: event.target.value })} />
          <label className={styles.label}>
            Description
            <textarea
              className={styles.message}
              rows={8}
              value={form.body}
              onChange={(event) => change({ body: event.target.value })}
            />
          </label>
          <TextField
            label="Base branch"
            code
            value={form.base}
            onChange={(event) => change({ base: event.target.value })}
          />
          <Switch label="Draft" checked={form.draft} onChange={(draft) => change({ draft })} />
        </div>
      )}
    </DialogView>
  );
}

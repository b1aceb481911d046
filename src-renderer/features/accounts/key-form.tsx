import { useEffect, useRef, useState } from 'react';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './accounts.module.css';

/** Takes an API key and lets go of it: it is in no store, is never shown, and the field is emptied as soon as it was sent. */
export function KeyForm({ serverId, onClose }: { readonly serverId: ServerId; readonly onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);
  const submit = async () => {
    const input = field.current;
    const apiKey = input?.value.trim() ?? '';
    if (!input || apiKey === '' || /\s/.test(apiKey)) {
      setError(apiKey === '' ? 'Paste the key here first.' : 'A key has no spaces or line breaks in it.');
      return;
    }
    input.value = '';
    setBusy(true);
    const result = await getClient().accounts.signInWithKey({ serverId, apiKey });
    setBusy(false);
    if (result.ok) onClose();
    else showError(result.error);
  };
  return (
    <form
      className={styles.keyForm}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField
        ref={field}
        label="API key"
        type="password"
        code
        placeholder="sk-…"
        autoComplete="off"
        maxLength={1000}
        hint="Codex keeps it in its own home, where the CLI uses it as well. Use is billed to the key’s account. It is tried with the first message."
        error={error}
        onChange={() => setError(undefined)}
      />
      <div className={styles.buttons}>
        <Button tone="primary" type="submit" busy={busy}>
          Use this key
        </Button>
        <Button tone="ghost" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

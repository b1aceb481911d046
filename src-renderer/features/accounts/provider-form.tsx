import { useId, useState } from 'react';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { LocalModels, ProviderChoice } from '../../../src-shared/model/provider.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import styles from './accounts.module.css';
import { writeOrAsk, type seenOf } from './provider-actions.ts';
import { providerProblems, type ProviderField } from './provider-fields.ts';

/** What the form begins with; `providerId` null: a new one. */
export interface ProviderStart {
  readonly providerId: string | null;
  readonly name: string;
  readonly baseUrl: string;
  readonly keyVariable: string;
  readonly model: string;
  /** What was shown when it was opened; null for a new one. */
  readonly seen: ReturnType<typeof seenOf> | null;
}

/** A service that speaks the Responses protocol: what it is called, where it is, which variable holds its key, and the model. */
export function ProviderForm(props: {
  readonly serverId: ServerId;
  readonly start: ProviderStart;
  /** What is used now, as it was shown. */
  readonly choice: ProviderChoice;
  readonly local: readonly LocalModels[];
  readonly onDone: (title: string, text?: string) => void;
  /** The user keeps what another program wrote. */
  readonly onReload: () => void;
  readonly onCancel: () => void;
}) {
  const { serverId, start, choice, local } = props;
  const [fields, setFields] = useState(start);
  const [wrong, setWrong] = useState<Partial<Record<ProviderField, string>>>({});
  const [models, setModels] = useState(local.find(({ baseUrl }) => baseUrl === start.baseUrl)?.models ?? []);
  const [failure, setFailure] = useState<{ readonly title: string; readonly text: string } | null>(null);
  const [busy, setBusy] = useState<'models' | 'save' | null>(null);
  const listId = useId();
  const field = (name: ProviderField) => ({
    value: fields[name],
    error: wrong[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => {
      const { value } = event.target;
      setFields((before) => ({ ...before, [name]: value }));
      setWrong((before) => ({ ...before, [name]: undefined }));
    },
  });
  const trimmed = {
    ...{ name: fields.name.trim(), baseUrl: fields.baseUrl.trim(), model: fields.model.trim() },
    keyVariable: fields.keyVariable.trim(),
  };
  const where = {
    ...{ serverId, baseUrl: trimmed.baseUrl },
    keyVariable: trimmed.keyVariable === '' ? null : trimmed.keyVariable,
  };
  const check = (only?: readonly ProviderField[]): boolean => {
    const problems = Object.entries(providerProblems(trimmed)).filter(
      ([name]) => !only || only.includes(name as ProviderField),
    );
    setWrong(Object.fromEntries(problems));
    setFailure(null);
    return problems.length === 0;
  };
  const look = async () => {
    if (!check(['baseUrl', 'keyVariable'])) return;
    setBusy('models');
    const found = await getClient().providers.models(where);
    setBusy(null);
    if (!found.ok) {
      setFailure(errorWords().appError(found.error));
      return;
    }
    setModels(found.value);
    const [first] = found.value;
    if (trimmed.model === '' && first !== undefined) setFields((before) => ({ ...before, model: first }));
    if (found.value.length === 0)
      setFailure({ title: 'The provider lists no models', text: 'Write the name of one by hand.' });
  };
  const save = async () => {
    if (!check()) return;
    setBusy('save');
    const { providers } = getClient();
    const { name, model } = trimmed;
    const { providerId, seen } = fields;
    const saved = await writeOrAsk(name, (overwrite) =>
      providers.save({ ...where, providerId, name, seen: overwrite ? null : seen }),
    );
    const used = saved?.ok
      ? await writeOrAsk('which provider and model are used', (overwrite) =>
          providers.use({
            ...{ serverId, providerId: saved.value.providerId, model: model === '' ? null : model },
            seen: overwrite ? null : choice,
          }),
        )
      : saved;
    setBusy(null);
    if (used === null) props.onReload();
    else if (used.ok) props.onDone(`New threads use ${name}`, 'Threads that exist keep the provider they began with.');
    else setFailure(errorWords().appError(used.error));
  };
  return (
    <form
      className={styles.keyForm}
      aria-label={start.providerId === null ? 'New provider' : `Provider ${start.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label="Name" maxLength={100} autoFocus {...field('name')} />
      <TextField
        label="Base URL"
        code
        placeholder="http://127.0.0.1:11434/v1"
        hint="Codex speaks the Responses protocol only: the service must answer at this address followed by /responses."
        {...field('baseUrl')}
      />
      <TextField
        label="Environment variable with the key"
        code
        placeholder="none"
        hint="Its name, not the key: Codex reads the variable from the environment in which Skein was started."
        {...field('keyVariable')}
      />
      <div className={styles.modelRow}>
        <TextField label="Model" code list={listId} hint="As the service calls it." {...field('model')} />
        <datalist id={listId}>
          {models.map((model) => (
            <option key={model} value={model} />
          ))}
        </datalist>
        <Button busy={busy === 'models'} onClick={() => void look()}>
          Look for models
        </Button>
      </div>
      {models.length > 0 && <p className={styles.quiet}>Offered: {models.slice(0, MAX_SHOWN).join(', ')}</p>}
      {failure && <ErrorBox announce tone="needs" title={failure.title} text={failure.text} />}
      <div className={styles.buttons}>
        <Button tone="primary" type="submit" busy={busy === 'save'}>
          Save and use
        </Button>
        <Button tone="ghost" onClick={props.onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

const MAX_SHOWN = 12;

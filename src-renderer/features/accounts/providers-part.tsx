import Plus from 'lucide-react/icons/plus';
import { useCallback, useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { LocalModels, ModelProvider, ModelProviders } from '../../../src-shared/model/provider.ts';
import type { Result } from '../../../src-shared/result.ts';
import { getClient } from '../../state/client.ts';
import { count } from '../../state/count-words.ts';
import { errorWords } from '../../state/error-words.ts';
import { showError, showToast } from '../../state/toast-store.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { confirm } from '../../ui/overlay-requests.ts';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './accounts.module.css';
import { seenOf, writeOrAsk } from './provider-actions.ts';
import { ProviderForm, type ProviderStart } from './provider-form.tsx';

/** Where models come from: OpenAI, a service of one's own, or a model server on this machine. */
export function ProvidersPart({ serverId }: { readonly serverId: ServerId }) {
  const [known, setKnown] = useState<Result<ModelProviders, AppError> | null>(null);
  const [local, setLocal] = useState<readonly LocalModels[]>([]);
  const [editing, setEditing] = useState<ProviderStart | null>(null);
  const read = useCallback(async () => setKnown(await getClient().providers.list({ serverId })), [serverId]);
  useEffect(() => {
    let gone = false;
    const { providers } = getClient();
    void providers.list({ serverId }).then((result) => gone || setKnown(result));
    void providers.discover({}).then((result) => gone || (result.ok && setLocal(result.value)));
    return () => {
      gone = true;
    };
  }, [serverId]);
  const reload = () => {
    setEditing(null);
    void read();
  };
  const changed = (title: string, text = '') => {
    showToast({ title, text });
    reload();
  };
  return (
    <section className={styles.part} aria-label="Model provider">
      <div className={styles.partHeader}>
        <h3 className={styles.heading}>Model provider</h3>
        {known?.ok === true && !editing && (
          <Button size="s" icon={<Plus size={13} aria-hidden="true" />} onClick={() => setEditing(NEW_PROVIDER)}>
            Add provider
          </Button>
        )}
      </div>
      {known === null && <Spinner label="Reading the providers" />}
      {known?.ok === false && (
        <ErrorBox
          tone="needs"
          {...errorWords().appError(known.error)}
          actions={[{ label: 'Try again', onSelect: () => void read() }]}
        />
      )}
      {known?.ok === true && (
        <ul className={styles.providers} aria-label="Providers">
          {known.value.list.map((provider) => (
            <Row key={provider.id} {...{ serverId, provider, changed, reload }} known={known.value} edit={setEditing} />
          ))}
        </ul>
      )}
      {known?.ok === true && !editing && <Found local={local} known={known.value} edit={setEditing} />}
      {editing && known?.ok === true && (
        <ProviderForm
          key={editing.providerId ?? editing.baseUrl}
          {...{ serverId, start: editing, local }}
          choice={known.value.own}
          onDone={changed}
          onReload={reload}
          onCancel={() => setEditing(null)}
        />
      )}
      {known?.ok === true && !known.value.canChange && (
        <p className={styles.quiet}>Which one is used is decided elsewhere: by an administrator or a project.</p>
      )}
    </section>
  );
}

const NEW_PROVIDER: ProviderStart = {
  ...{ providerId: null, name: '', baseUrl: '', keyVariable: '', model: '', seen: null },
};

function Row(props: {
  readonly serverId: ServerId;
  readonly provider: ModelProvider;
  readonly known: ModelProviders;
  readonly edit: (start: ProviderStart) => void;
  readonly changed: (title: string, text?: string) => void;
  readonly reload: () => void;
}) {
  const { serverId, provider, known, edit, changed, reload } = props;
  const { id, name, baseUrl, key, editable } = provider;
  const current = id === known.currentId;
  const start = {
    ...{ providerId: id, name, baseUrl: baseUrl ?? '', keyVariable: key?.variable ?? '' },
    model: current ? (known.model ?? '') : '',
    seen: seenOf(provider),
  };
  const use = async () => {
    const done = await writeOrAsk('which provider and model are used', (overwrite) =>
      getClient().providers.use({ serverId, providerId: id, model: null, seen: overwrite ? null : known.own }),
    );
    if (done === null) reload();
    else if (done.ok) changed(`New threads use ${name}`, 'Threads that exist keep the provider they began with.');
    else showError(done.error);
  };
  const remove = async () => {
    const sure = await confirm({
      title: `Remove ${name}?`,
      text: `It is taken out of Codex’s config.toml, for the command line as well. Threads that were started with it can be read, but not continued.${current ? ' New threads use OpenAI again.' : ''}`,
      confirmLabel: 'Remove',
      danger: true,
    });
    if (!sure) return;
    const done = await writeOrAsk(name, (overwrite) =>
      getClient().providers.remove({ serverId, providerId: id, seen: overwrite ? null : seenOf(provider) }),
    );
    if (done === null) reload();
    else if (done.ok) changed(`${name} was removed`);
    else showError(done.error);
  };
  return (
    <li className={styles.provider}>
      <div className={styles.identityWords}>
        <p className={styles.providerName}>
          {name} {current && <Badge>in use</Badge>}
        </p>
        <p className={styles.quiet}>
          {baseUrl !== null && <code className={styles.path}>{baseUrl}</code>}
          {key && (key.found ? ` · key from ${key.variable}` : '')}
          {current && known.model !== null && ` · ${known.model}`}
          {current && toolWords(known.tools)}
        </p>
        {key && !key.found && (
          <p className={styles.refused}>{key.variable} is not set where Skein was started: messages will be refused.</p>
        )}
      </div>
      {/* A service of one's own needs a model's name, which the form asks for. */}
      {!current && known.canChange && (
        <Button size="s" aria-label={`Use ${name}`} onClick={() => (editable ? edit(start) : void use())}>
          Use
        </Button>
      )}
      {editable && (
        <>
          {current && (
            <Button size="s" aria-label={`Edit ${name}`} onClick={() => edit(start)}>
              Edit
            </Button>
          )}
          <Button size="s" tone="ghost" aria-label={`Remove ${name}`} onClick={() => void remove()}>
            Remove
          </Button>
        </>
      )}
    </li>
  );
}

/** What Codex can use of the provider beside text. */
function toolWords(tools: ModelProviders['tools']): string {
  if (tools === null) return '';
  const { webSearch, images } = tools;
  const can = [...(webSearch ? ['web search'] : []), ...(images ? ['making images'] : [])];
  return ` · ${can.length === 0 ? 'text alone' : `with ${can.join(' and ')}`}`;
}

/** Model servers on this machine that are no provider yet. */
function Found(props: {
  readonly local: readonly LocalModels[];
  readonly known: ModelProviders;
  readonly edit: (start: ProviderStart) => void;
}) {
  const added = new Set(props.known.list.map(({ baseUrl }) => baseUrl));
  const rest = props.local.filter(({ baseUrl }) => !added.has(baseUrl));
  return rest.map(({ name, baseUrl, models }) => (
    <p key={baseUrl} className={styles.found}>
      <span>
        {name} answers on this machine, with {count(models.length, 'model')}.
      </span>
      <Button size="s" onClick={() => props.edit({ ...NEW_PROVIDER, name, baseUrl, model: models[0] ?? '' })}>
        Set up {name}
      </Button>
    </p>
  ));
}

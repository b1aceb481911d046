import type { Catalog } from '../../../../src-shared/model/catalog.ts';
import type { ConfigState } from '../../../../src-shared/model/config.ts';
import { useCatalog } from '../../../state/catalog-store.ts';
import type { ConfigPlace } from '../../../state/config-store.ts';
import { effortLabel } from '../../../state/effort-label.ts';
import { Badge } from '../../../ui/badge.tsx';
import type { PickerOption } from '../../../ui/overlay-requests.ts';
import styles from './config.module.css';
import { ConfigPage } from './config-place.tsx';
import { KEY_GROUPS } from './key-groups.ts';
import { KeyGroups } from './key-list.tsx';

/** Settings, *Agent*: what new threads run with, and what they may do. */
export function AgentPage() {
  return (
    <ConfigPage
      byFolder
      intro="What new threads run with, in Skein, the CLI and editors alike. A thread keeps what it was started with; the composer changes it for one thread."
    >
      {(place, config) => <Agent place={place} config={config} />}
    </ConfigPage>
  );
}

function Agent({ place, config }: { readonly place: ConfigPlace; readonly config: ConfigState }) {
  const catalog = useCatalog(place.serverId, place.cwd);
  const models = catalog ? modelOptions(catalog) : [];
  const chosen = chosenModel(catalog, config);
  const efforts = (chosen?.efforts ?? []).map(({ id, description }) => ({
    value: id,
    label: effortLabel(id),
    description,
  }));
  const tiers = (chosen?.tiers ?? []).map(({ id, name, description }) => ({ value: id, label: name, description }));
  return (
    <KeyGroups
      serverId={place.serverId}
      config={config}
      groups={KEY_GROUPS.agent}
      options={{
        model: models,
        review_model: models,
        model_reasoning_effort: efforts,
        plan_mode_reasoning_effort: efforts,
        service_tier: tiers,
      }}
    >
      {catalog && <Models catalog={catalog} />}
    </KeyGroups>
  );
}

function chosenModel(catalog: Catalog | null, config: ConfigState) {
  const set = config.settings.find(({ key }) => key === 'model')?.value;
  return catalog?.models.find(({ id, isDefault }) => (typeof set === 'string' ? id === set : isDefault)) ?? null;
}

const modelOptions = ({ models }: Catalog): readonly PickerOption[] =>
  models.map(({ id, name, description }) => ({ value: id, label: name, description }));

/** Every model with what it can be given and asked for. */
function Models({ catalog }: { readonly catalog: Catalog }) {
  if (catalog.models.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Models">
      <h3 className={styles.heading}>Models of this account</h3>
      <ul className={styles.list} aria-label="Models">
        {catalog.models.map((model) => (
          <li key={model.id} className={styles.item}>
            <div className={styles.words}>
              <p className={styles.name}>
                {model.name}
                {model.isDefault && <Badge>Default</Badge>}
                {!model.acceptsImages && <Badge tone="needs">Text only</Badge>}
              </p>
              <p className={styles.text}>{model.description}</p>
              <p className={styles.text}>
                {[
                  model.efforts.length > 0 && `Efforts: ${model.efforts.map(({ id }) => effortLabel(id)).join(', ')}`,
                  model.tiers.length > 0 && `Tiers: ${model.tiers.map(({ name }) => name).join(', ')}`,
                  model.acceptsImages ? 'Reads text and images' : 'Reads text alone',
                ]
                  .filter((part) => part !== false)
                  .join(' · ')}
              </p>
              {model.upgrade && (
                <p className={styles.text}>
                  Recommended instead: {model.upgrade.model}
                  {model.upgrade.note === null ? '' : `. ${model.upgrade.note}`}
                </p>
              )}
              {model.retiresAtMs !== null && (
                <p className={styles.text}>Goes away on {new Date(model.retiresAtMs).toLocaleDateString()}.</p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

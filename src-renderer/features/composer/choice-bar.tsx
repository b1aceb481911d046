import Brain from 'lucide-react/icons/brain';
import ListChecks from 'lucide-react/icons/list-checks';
import ShieldAlert from 'lucide-react/icons/shield-alert';
import { useComposerEntry } from '../../state/composer-store.ts';
import { classNames } from '../../ui/class-names.ts';
import { Select } from '../../ui/select.tsx';
import { shownChoices, type Shown } from './choices.ts';
import type { Desk, Subject } from './desk.ts';
import { chooseModel, effortOptions, modelOptions, modeOptions, permissionsOptions } from './pickers.ts';
import { takeChoice } from './take-choice.ts';
import styles from './composer.module.css';

/** What the thread runs with, and the lists to change it. A choice that waits for the next message is marked. */
export function ChoiceBar({ desk, subject }: { readonly desk: Desk; readonly subject: Subject }) {
  const { catalog, source } = subject;
  const { chosen } = useComposerEntry(desk.key);
  const shown = shownChoices(source, chosen, catalog);
  const efforts = effortOptions(catalog, shown.model.id);
  const modes = modeOptions(catalog);
  return (
    <div className={styles.choices}>
      <Select
        label="Model"
        side="top"
        value={shown.model.id}
        display={drawn(shown.model, 'Model')}
        placeholder={shown.model.label}
        options={modelOptions(catalog)}
        searchable={(catalog?.models.length ?? 0) > 6}
        emptyText="Codex has not told its models yet"
        onChange={(id) => chooseModel(desk, id)}
      />
      {(efforts.length > 0 || shown.effort.id !== null) && (
        <Select
          label="Reasoning effort"
          side="top"
          icon={<Brain size={13} aria-hidden="true" />}
          value={shown.effort.id}
          display={drawn(shown.effort, 'Effort')}
          placeholder={shown.effort.label}
          options={efforts}
          emptyText="This model has no levels to choose from"
          onChange={(effort) => void takeChoice(desk, { effort })}
        />
      )}
      <span className={classNames(styles.choice, shown.permissions.dangerous && styles.dangerous)}>
        <Select
          label="Permissions"
          tip={shown.permissions.tip}
          side="top"
          icon={shown.permissions.dangerous ? <ShieldAlert size={13} aria-hidden="true" /> : undefined}
          value={shown.permissions.id}
          display={drawn(shown.permissions, 'Permissions')}
          placeholder={shown.permissions.label}
          options={permissionsOptions(catalog)}
          emptyText="Codex has not told its choices yet"
          onChange={(permissions) => void takeChoice(desk, { permissions })}
        />
      </span>
      {modes.length > 1 && (
        <span className={classNames(styles.choice, shown.mode.id === 'plan' && styles.planning)}>
          <Select
            label="Mode"
            side="top"
            icon={shown.mode.id === 'plan' ? <ListChecks size={13} aria-hidden="true" /> : undefined}
            value={shown.mode.id}
            display={drawn(shown.mode, 'Mode')}
            placeholder={shown.mode.label}
            options={modes}
            onChange={(mode) => void takeChoice(desk, { mode: mode === 'plan' ? 'plan' : 'default' })}
          />
        </span>
      )}
    </div>
  );
}

/** The value, or what the list is for while the value is not known. */
const drawn = (shown: Shown, name: string) => (
  <>
    {shown.label === '' ? name : shown.label}
    {shown.pending && (
      <span className={styles.pending} title="From the next message on">
        <span className="sr-only"> from the next message on</span>
      </span>
    )}
  </>
);

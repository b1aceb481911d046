import { useId, type ReactNode } from 'react';
import type { FormField } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { RawValue } from './form-values.ts';
import styles from './approvals.module.css';

interface Props {
  readonly field: FormField;
  readonly value: RawValue;
  readonly problem: string | undefined;
  readonly onChange: (value: RawValue) => void;
}

const INPUT_TYPES = { plain: 'text', email: 'email', uri: 'url', date: 'date', 'date-time': 'datetime-local' } as const;

/** One field of a form, with its label, what it is for, and what is wrong with it. */
export function FormFieldView(props: Props) {
  const { field, value, problem, onChange } = props;
  const { input } = field;
  const id = useId();
  const common = {
    id,
    'aria-describedby': `${id}-note`,
    'aria-invalid': problem !== undefined || undefined,
    'aria-required': field.required || undefined,
  };
  switch (input.kind) {
    case 'text':
      return (
        <Labelled {...props} id={id}>
          <input
            {...common}
            className={styles.field}
            type={INPUT_TYPES[input.format]}
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          />
        </Labelled>
      );
    case 'number':
      return (
        <Labelled {...props} id={id}>
          <input
            {...common}
            className={styles.field}
            type="text"
            inputMode={input.integer ? 'numeric' : 'decimal'}
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          />
        </Labelled>
      );
    case 'choice':
      return (
        <Labelled {...props} id={id}>
          <select
            {...common}
            className={styles.field}
            value={String(value)}
            onChange={(event) => onChange(event.target.value)}
          >
            <option value="">{field.required ? 'Choose…' : 'Nothing'}</option>
            {input.options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </Labelled>
      );
    case 'boolean':
      return (
        <label className={styles.option}>
          <input
            {...common}
            type="checkbox"
            checked={value === true}
            onChange={(event) => onChange(event.target.checked)}
          />
          <span>
            {field.label}
            <small id={`${id}-note`}>{problem ?? field.description}</small>
          </span>
        </label>
      );
    case 'choices':
      return <Choices {...props} options={input.options} />;
    default:
      return assertNever(input);
  }
}

function Choices({
  field,
  value,
  problem,
  onChange,
  options,
}: Props & { readonly options: readonly { readonly value: string; readonly label: string }[] }) {
  const id = useId();
  const chosen = Array.isArray(value) ? (value as readonly string[]) : [];
  return (
    <fieldset className={styles.question} aria-describedby={`${id}-note`}>
      <legend>
        {field.label}
        {field.required && <Needed />}
      </legend>
      {options.map((option) => (
        <label key={option.value} className={styles.option}>
          <input
            type="checkbox"
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              onChange(
                event.target.checked ? [...chosen, option.value] : chosen.filter((other) => other !== option.value),
              )
            }
          />
          <span>{option.label}</span>
        </label>
      ))}
      <Note id={`${id}-note`} description={field.description} problem={problem} />
    </fieldset>
  );
}

function Labelled({ field, problem, id, children }: Props & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>
        {field.label}
        {field.required && <Needed />}
      </label>
      {children}
      <Note id={`${id}-note`} description={field.description} problem={problem} />
    </div>
  );
}

const Needed = () => <span className={styles.quiet}> (needed)</span>;

function Note(props: {
  readonly id: string;
  readonly description: string | null;
  readonly problem: string | undefined;
}) {
  return (
    <p id={props.id} className={props.problem === undefined ? styles.quiet : styles.problem}>
      {props.problem ?? props.description}
    </p>
  );
}

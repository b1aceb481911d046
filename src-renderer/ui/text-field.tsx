import { useId, type InputHTMLAttributes, type ReactNode, type Ref } from 'react';
import { classNames } from './class-names.ts';
import styles from './text-field.module.css';

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'className'> {
  /** Accessible name; drawn above the field unless `hideLabel`. */
  readonly label: string;
  readonly hideLabel?: boolean;
  readonly hint?: ReactNode;
  /** Words for what is wrong; marks the field invalid. */
  readonly error?: string | undefined;
  readonly icon?: ReactNode;
  readonly code?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function TextField(props: TextFieldProps) {
  const { label, hideLabel = false, hint, error, icon, code = false, ...native } = props;
  const id = useId();
  const noteId = `${id}-note`;
  const note = error ?? hint;
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : styles.label}>
        {label}
      </label>
      <div className={classNames(styles.box, error !== undefined && styles.invalid)}>
        {icon}
        <input
          autoComplete="off"
          spellCheck={false}
          {...native}
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : noteId}
          className={classNames(styles.input, code && styles.code)}
        />
      </div>
      {note !== undefined && (
        <div
          id={noteId}
          className={error === undefined ? styles.hint : styles.error}
          role={error === undefined ? undefined : 'alert'}
        >
          {note}
        </div>
      )}
    </div>
  );
}

import { useId } from 'react';
import * as RadixSwitch from 'radix-ui/switch';
import styles from './switch.module.css';

/** A setting that is on or off, with its words beside it. */
export function Switch(props: {
  readonly label: string;
  readonly description?: string;
  /** Its words stand elsewhere; they remain its name. */
  readonly hideLabel?: boolean;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  const id = useId();
  return (
    <div className={styles.row}>
      <label htmlFor={id} className={props.hideLabel === true ? 'sr-only' : styles.words}>
        <span>{props.label}</span>
        {props.description !== undefined && <span className={styles.description}>{props.description}</span>}
      </label>
      <Toggle {...props} id={id} />
    </div>
  );
}

/** The switch alone, where its words stand elsewhere. */
export function Toggle(props: {
  /** Accessible name. */
  readonly label: string;
  readonly id?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
}) {
  return (
    <RadixSwitch.Root
      id={props.id}
      aria-label={props.label}
      checked={props.checked}
      disabled={props.disabled ?? false}
      onCheckedChange={props.onChange}
      className={styles.track}
    >
      <RadixSwitch.Thumb className={styles.thumb} />
    </RadixSwitch.Root>
  );
}

import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import { Spinner } from './spinner.tsx';
import { tooltip } from './tooltip.ts';
import styles from './button.module.css';

export type ButtonTone = 'default' | 'primary' | 'ghost' | 'danger' | 'tool';
type Native = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'className' | 'type'>;

export interface ButtonProps extends Native {
  /** `tool`: the flat, filled kind under the composer. */
  readonly tone?: ButtonTone;
  readonly size?: 's' | 'm';
  readonly icon?: ReactNode;
  /** Shows that its work is under way and takes no more clicks; the name stays. */
  readonly busy?: boolean;
  readonly className?: string | undefined;
  readonly type?: 'button' | 'submit';
  readonly ref?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { tone = 'default', size = 'm', icon, busy = false, className, children, type = 'button', ...native } = props;
  return (
    <button
      {...native}
      type={type}
      aria-busy={busy || undefined}
      disabled={(native.disabled ?? false) || busy}
      className={classNames(styles.button, styles[tone], styles[size], className)}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends Native {
  /** Accessible name and tooltip. */
  readonly label: string;
  readonly keys?: string;
  readonly icon: ReactNode;
  readonly size?: 's' | 'm';
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({ label, keys = '', icon, size = 'm', className, ...native }: IconButtonProps) {
  return (
    <button
      {...tooltip(label, keys)}
      {...native}
      type="button"
      aria-label={label}
      className={classNames(styles.button, styles.icon, size === 's' ? styles.iconS : styles.iconM, className)}
    >
      {icon}
    </button>
  );
}

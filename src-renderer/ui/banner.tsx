import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import { RawDetails } from './raw-details.tsx';
import styles from './banner.module.css';

export interface BannerProps {
  readonly tone: 'needs' | 'bad';
  readonly title: string;
  readonly children?: ReactNode;
  /** Name of the banner for assistive technology; its words are read out as they come where there is none. */
  readonly label?: string;
  /** Closed at first: output of a tool, lines of a log. */
  readonly details?: string | null | undefined;
  readonly actions?: ReactNode;
  readonly onClose?: (() => void) | undefined;
}

/** A strip above a page, about all that is below it: what is wrong, and what to do. It wraps where there is little room. */
export function Banner({ tone, title, children, label, details, actions, onClose }: BannerProps) {
  return (
    <div
      className={classNames(styles.banner, styles[tone])}
      role={tone === 'bad' || label !== undefined ? 'alert' : 'status'}
      aria-label={label}
    >
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {children !== undefined && children !== '' && <div className={styles.text}>{children}</div>}
        <RawDetails text={details} />
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {onClose && <IconButton size="s" label="Dismiss" icon={<X size={14} aria-hidden="true" />} onClick={onClose} />}
    </div>
  );
}

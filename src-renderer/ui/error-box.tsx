import type { ReactNode } from 'react';
import CircleAlert from 'lucide-react/icons/circle-alert';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import Info from 'lucide-react/icons/info';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import { RawDetails } from './raw-details.tsx';
import styles from './error-box.module.css';

export interface BoxAction {
  readonly label: string;
  readonly onSelect: () => void;
  readonly primary?: boolean;
}

/** Something went wrong, or might: what, why, and what to do next. */
export function ErrorBox(props: {
  readonly tone?: 'bad' | 'needs' | 'info';
  readonly title: string;
  readonly text?: ReactNode;
  /** Raw text behind a fold. */
  readonly details?: string | null;
  readonly actions?: readonly BoxAction[];
  /** Announced at once; leave it off for boxes that are there from the start. */
  readonly announce?: boolean;
}) {
  const { tone = 'bad', title, text, details, actions = [] } = props;
  const Icon = tone === 'bad' ? CircleAlert : tone === 'needs' ? TriangleAlert : Info;
  return (
    <div className={classNames(styles.box, styles[tone])} role={props.announce === true ? 'alert' : undefined}>
      <Icon size={16} aria-hidden="true" className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.title}>{title}</p>
        {text !== undefined && text !== '' && <div className={styles.text}>{text}</div>}
        <RawDetails text={details} />
        {actions.length > 0 && (
          <div className={styles.actions}>
            {actions.map((action) => (
              <Button
                key={action.label}
                size="s"
                tone={action.primary === true ? 'primary' : 'default'}
                onClick={action.onSelect}
              >
                {action.label}
              </Button>
            ))}
          </div>
        )}
      </div>
    </div>
  );
}

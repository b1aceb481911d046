import type { ReactNode } from 'react';
import * as RadixDialog from 'radix-ui/dialog';
import X from 'lucide-react/icons/x';
import { IconButton } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

export interface DialogViewProps {
  /** Accessible name and heading. */
  readonly title: string;
  /** Only the accessible name: the content has a heading of its own. */
  readonly hideTitle?: boolean;
  readonly description?: string;
  readonly width?: 's' | 'm' | 'l';
  /** A question that must be answered: role `alertdialog`, no close button. */
  readonly alert?: boolean;
  readonly onClose: () => void;
  readonly children?: ReactNode;
  /** Buttons, right-aligned. */
  readonly footer?: ReactNode;
}

export function DialogView(props: DialogViewProps) {
  const { title, description, width = 'm', alert = false, hideTitle = false, onClose, children, footer } = props;
  return (
    <RadixDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className={styles.scrim} />
        <RadixDialog.Content
          className={classNames(styles.dialog, styles[width])}
          role={alert ? 'alertdialog' : 'dialog'}
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={hideTitle ? 'sr-only' : styles.header}>
            <RadixDialog.Title className={styles.title}>{title}</RadixDialog.Title>
            {!alert && !hideTitle && (
              <RadixDialog.Close asChild>
                <IconButton label="Close" size="s" icon={<X size={16} aria-hidden="true" />} />
              </RadixDialog.Close>
            )}
          </header>
          {description !== undefined && (
            <RadixDialog.Description className={styles.description}>{description}</RadixDialog.Description>
          )}
          {children !== undefined && <div className={hideTitle ? styles.bare : styles.body}>{children}</div>}
          {footer !== undefined && <footer className={styles.footer}>{footer}</footer>}
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  );
}

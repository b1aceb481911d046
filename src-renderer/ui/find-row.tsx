import type { ReactNode, RefObject } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import ChevronUp from 'lucide-react/icons/chevron-up';
import Search from 'lucide-react/icons/search';
import X from 'lucide-react/icons/x';
import { IconButton } from './button.tsx';
import styles from './find-row.module.css';
import { isComposing } from './is-composing.ts';
import { TextField } from './text-field.tsx';

/** A field to find in something, newest match first: Enter goes to the earlier one, Shift+Enter to the later, Escape closes. */
export function FindRow(props: {
  /** What is looked through: `Find in thread`. */
  readonly label: string;
  readonly placeholder: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly term: string;
  /** How many there are, and which one is shown. */
  readonly status: string;
  /** Nothing to go to. */
  readonly idle?: boolean;
  readonly size?: 's' | 'm';
  readonly className: string | undefined;
  /** Between the status and the buttons. */
  readonly children?: ReactNode;
  readonly onType: (term: string) => void;
  readonly onStep: (direction: 'earlier' | 'later') => void;
  readonly onClose: () => void;
}) {
  const { label, placeholder, field, term, status, idle = false, size = 'm', className, children } = props;
  const icon = size === 's' ? 14 : 15;
  return (
    <div
      className={className}
      role="search"
      aria-label={label}
      onKeyDown={(event) => {
        if (isComposing(event.nativeEvent)) return;
        if (event.key === 'Escape') props.onClose();
        else if (event.key === 'Enter') props.onStep(event.shiftKey ? 'later' : 'earlier');
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className={styles.field}>
        <TextField
          ref={field}
          label={label}
          hideLabel
          placeholder={placeholder}
          autoFocus
          icon={<Search size={14} aria-hidden="true" />}
          value={term}
          maxLength={300}
          onChange={(event) => props.onType(event.target.value)}
        />
      </div>
      <span className={styles.count} role="status">
        {status}
      </span>
      {children}
      <IconButton
        size={size}
        label="Earlier match"
        keys="Enter"
        disabled={idle}
        icon={<ChevronUp size={icon} aria-hidden="true" />}
        onClick={() => props.onStep('earlier')}
      />
      <IconButton
        size={size}
        label="Later match"
        keys="Shift+Enter"
        disabled={idle}
        icon={<ChevronDown size={icon} aria-hidden="true" />}
        onClick={() => props.onStep('later')}
      />
      <IconButton
        size={size}
        label="Close find"
        keys="Escape"
        icon={<X size={icon} aria-hidden="true" />}
        onClick={props.onClose}
      />
    </div>
  );
}

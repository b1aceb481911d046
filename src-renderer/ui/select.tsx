import { useEffect, useRef, useState, type ReactNode } from 'react';
import ChevronDown from 'lucide-react/icons/chevron-down';
import { Button, type ButtonTone } from './button.tsx';
import { openPicker, type PickerOption } from './overlay-requests.ts';
import styles from './select.module.css';

export interface SelectProps {
  /** Accessible name. The value is what the button shows, as with a native select. */
  readonly label: string;
  readonly value: string | null;
  readonly options: readonly PickerOption[];
  readonly onChange: (value: string) => void;
  /** What the button shows; default: the chosen option's label. */
  readonly display?: ReactNode;
  readonly placeholder?: string;
  readonly icon?: ReactNode;
  readonly tone?: ButtonTone;
  readonly side?: 'top' | 'bottom';
  readonly searchable?: boolean;
  readonly disabled?: boolean;
  readonly emptyText?: string;
  /** Called before the list opens, for options that are loaded late. */
  readonly onOpen?: () => void;
  /** Tooltip: more than the value says. Without one a value that does not fit is shown whole. */
  readonly tip?: string;
}

/** A combobox: a button that opens a listbox with descriptions and, when long, a search field. Loaded on first use. */
export function Select(props: SelectProps) {
  const { label, value, options, tone = 'tool', side = 'bottom', placeholder = '' } = props;
  const [open, setOpen] = useState(false);
  const setOptions = useRef<(options: readonly PickerOption[]) => void>(() => undefined);
  useEffect(() => {
    if (open) setOptions.current(options);
  }, [open, options]);
  const chosen = options.find((option) => option.value === value);
  const text = chosen?.label ?? placeholder;
  return (
    <Button
      role="combobox"
      aria-haspopup="listbox"
      aria-expanded={open}
      aria-label={label}
      tone={tone}
      icon={props.icon}
      disabled={props.disabled}
      className={styles.select}
      aria-description={props.tip === '' ? undefined : props.tip}
      data-tip={props.tip ?? ''}
      onClick={(event) => {
        props.onOpen?.();
        setOpen(true);
        setOptions.current = openPicker({
          anchor: event.currentTarget,
          label,
          options,
          value,
          side,
          searchable: props.searchable ?? false,
          emptyText: props.emptyText ?? 'Nothing matches',
          onChange: props.onChange,
          onClose: () => setOpen(false),
        });
      }}
    >
      <span className={styles.value} data-cut="">
        {props.display ?? text}
      </span>
      <ChevronDown size={12} aria-hidden="true" className={styles.chevron} />
    </Button>
  );
}

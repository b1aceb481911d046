import { useState, type ReactNode } from 'react';
import { Button, IconButton, type ButtonTone } from './button.tsx';
import { openMenu, type MenuEntry } from './overlay-requests.ts';

export interface MenuButtonProps {
  /** Accessible name of the button and of its menu. */
  readonly label: string;
  /** Read when the menu opens. */
  readonly entries: () => readonly MenuEntry[];
  readonly icon?: ReactNode;
  /** With children it is a Button that shows them, without an IconButton. */
  readonly children?: ReactNode;
  readonly tone?: ButtonTone;
  readonly size?: 's' | 'm';
  readonly side?: 'top' | 'bottom';
  readonly align?: 'start' | 'end';
  readonly className?: string | undefined;
  readonly tabIndex?: number;
  readonly disabled?: boolean;
}

/** A button that opens a dropdown menu. The menu itself is loaded on first use. */
export function MenuButton(props: MenuButtonProps) {
  const { label, entries, icon, children, tone = 'ghost', size = 'm', side = 'bottom', align = 'start' } = props;
  const [open, setOpen] = useState(false);
  const common = {
    'aria-haspopup': 'menu' as const,
    'aria-expanded': open,
    size,
    className: props.className,
    disabled: props.disabled,
    tabIndex: props.tabIndex,
    onClick: (event: React.MouseEvent<HTMLButtonElement>) => {
      event.stopPropagation();
      setOpen(true);
      openMenu({
        anchor: event.currentTarget,
        label,
        entries: entries(),
        side,
        align,
        onClose: () => setOpen(false),
      });
    },
  };
  if (children === undefined) return <IconButton {...common} label={label} icon={icon} />;
  return (
    <Button {...common} tone={tone} aria-label={label} icon={icon}>
      {children}
    </Button>
  );
}

/** Opens a context menu at the pointer, or below the element when it came from the keyboard (Menu key, Shift+F10). */
export function openContextMenu(event: React.MouseEvent, label: string, entries: readonly MenuEntry[]): void {
  event.preventDefault();
  event.stopPropagation();
  const fromKeyboard = event.clientX === 0 && event.clientY === 0;
  openMenu({ anchor: fromKeyboard ? event.currentTarget : { x: event.clientX, y: event.clientY }, label, entries });
}

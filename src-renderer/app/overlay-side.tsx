import { useEffect, useRef, type ReactNode } from 'react';
import X from 'lucide-react/icons/x';
import { IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './app-layout.module.css';

/**
 * A side of the window that lies over the page, which the caller makes inert meanwhile. Escape and a click beside it close it; the focus
 * goes into it and, when nothing else took it, back to where it was. `label`: names it and gives it a bar of its own with a close button.
 */
export function OverlaySide(props: {
  readonly edge: 'left' | 'right';
  /** Pixels. */
  readonly width: number;
  readonly label?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const { edge, width, label, onClose, children } = props;
  const box = useRef<HTMLDivElement>(null);
  useBorrowedFocus(box);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      if (event.target instanceof Element && event.target.closest('[role="dialog"], [role="menu"]')) return;
      event.preventDefault();
      onClose();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onClose]);
  const Box = label === undefined ? 'div' : 'aside';
  return (
    <>
      <div className={styles.scrim} aria-hidden="true" onClick={onClose} />
      <Box
        ref={box}
        tabIndex={-1}
        aria-label={label}
        className={classNames(styles.over, edge === 'left' ? styles.overLeft : styles.overRight)}
        style={{ width }}
      >
        {label !== undefined && (
          <div className={styles.overBar}>
            <span>{label}</span>
            <IconButton label="Close the side panel" icon={<X size={16} aria-hidden="true" />} onClick={onClose} />
          </div>
        )}
        <div className={styles.overContent}>{children}</div>
      </Box>
    </>
  );
}

function useBorrowedFocus(box: React.RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus({ preventScroll: true });
    return () => {
      // What the page that was chosen focuses, in the next frame, keeps the focus.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const lost = document.activeElement === null || document.activeElement === document.body;
          if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
        }),
      );
    };
  }, [box]);
}

import type { ReactNode } from 'react';

/** Where a menu or picker hangs: an element, or a point of the window (context menus). */
export type Anchor = Element | { readonly x: number; readonly y: number };

export type MenuEntry =
  | {
      readonly kind: 'item';
      readonly label: string;
      readonly icon?: ReactNode;
      /** Shown on the right, as in `Kbd`. */
      readonly keys?: string;
      readonly danger?: boolean;
      readonly disabled?: boolean;
      /** Present: a checkbox item. */
      readonly checked?: boolean;
      readonly onSelect: () => void;
    }
  | { readonly kind: 'separator' }
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'sub'; readonly label: string; readonly icon?: ReactNode; readonly entries: readonly MenuEntry[] };

export interface MenuRequest {
  readonly kind: 'menu';
  readonly anchor: Anchor;
  /** Accessible name of the menu. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly side?: 'top' | 'bottom';
  readonly align?: 'start' | 'end';
  readonly onClose?: () => void;
}

export interface PickerOption {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
  /** Heading above the first option of a run with the same group. */
  readonly group?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Right-aligned, quiet. */
  readonly hint?: string;
}
export interface PickerRequest {
  readonly kind: 'picker';
  readonly anchor: Anchor;
  /** Accessible name of the listbox. */
  readonly label: string;
  readonly options: readonly PickerOption[];
  readonly value: string | null;
  /** Shows the search field whatever the number of options (from 9 on it is always there). */
  readonly searchable?: boolean;
  readonly emptyText?: string;
  readonly side?: 'top' | 'bottom';
  readonly onChange: (value: string) => void;
  readonly onClose?: () => void;
}

export interface ConfirmRequest {
  readonly kind: 'confirm';
  readonly title: string;
  readonly text: string;
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  readonly danger?: boolean;
  readonly onAnswer: (confirmed: boolean) => void;
}

export type OverlayRequest = MenuRequest | PickerRequest | ConfirmRequest;
/** `focus`: what had the focus when it opened, and gets it back. */
export type OpenOverlay = OverlayRequest & { readonly id: number; readonly focus: Element | null };

let open: OpenOverlay | null = null;
let nextId = 1;
const listeners = new Set<() => void>();
const changed = () => {
  for (const listener of listeners) listener();
};

/** One menu, picker or question at a time; `overlays.tsx` draws it. Opening another one closes the first. */
export const overlayRequests = {
  current: (): OpenOverlay | null => open,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Ends the overlay with this id; a late close of one that was replaced does nothing. */
  close(id: number): void {
    if (open?.id !== id) return;
    const closed = open;
    open = null;
    changed();
    if (closed.kind !== 'confirm') closed.onClose?.();
  },
};

function show(request: OverlayRequest): number {
  const replaced = open;
  const id = nextId++;
  open = { ...request, id, focus: document.activeElement };
  changed();
  if (replaced?.kind === 'confirm') replaced.onAnswer(false);
  else replaced?.onClose?.();
  return id;
}

export const openMenu = (request: Omit<MenuRequest, 'kind'>): void => {
  show({ kind: 'menu', ...request });
};
/** The answer gives it other options, for those that come late; nothing happens once it has closed. */
export function openPicker(request: Omit<PickerRequest, 'kind'>): (options: readonly PickerOption[]) => void {
  const id = show({ kind: 'picker', ...request });
  return (options) => {
    if (open?.id !== id || open.kind !== 'picker' || open.options === options) return;
    open = { ...open, options };
    changed();
  };
}
/** Asks before something that cannot be undone. Escape, the scrim and another overlay answer false. */
export const confirm = (request: Omit<ConfirmRequest, 'kind' | 'onAnswer'>): Promise<boolean> =>
  new Promise((resolve) => {
    show({ kind: 'confirm', ...request, onAnswer: resolve });
  });

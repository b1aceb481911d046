import { useLayoutEffect, useState } from 'react';
import * as Toast from 'radix-ui/toast';
import X from 'lucide-react/icons/x';
import { useStore } from 'zustand';
import { runCommand } from '../state/commands.ts';
import { closeToast, toastStore, type Toast as ToastData, type ToastAction } from '../state/toast-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { roomForNotices, watchKeepClear } from '../ui/keep-clear.ts';
import styles from './toasts.module.css';

/** Practically for ever: Radix wants a number. */
const STAYS_MS = 24 * 60 * 60 * 1000;

const WIDTH_PX = 360;
/** With less height than this a toast is one line. */
const ONE_LINE_BELOW_PX = 64;

/** The stack of toasts at the upper right, clear of what is being written or decided. The newest is on top; F8 moves the focus there. */
export function Toasts() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  const place = useRoom(toasts.length > 0);
  // Radix stops the time while the pointer or the focus is inside, and forgets to go on when the last toast closes meanwhile.
  if (toasts.length === 0) return null;
  return (
    <Toast.Provider label="Notification" swipeDirection="right">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
      <Toast.Viewport
        className={classNames(styles.viewport, place.height < ONE_LINE_BELOW_PX && styles.oneLine)}
        style={{ top: place.top, maxHeight: place.height, width: WIDTH_PX }}
        label="Notifications ({hotkey})"
      />
    </Toast.Provider>
  );
}

/** The room there is, for as long as it matters. */
function useRoom(watching: boolean) {
  const [room, setRoom] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    if (!watching) return;
    return watchKeepClear((boxes) => {
      const size = { width: window.innerWidth, height: window.innerHeight };
      const next = roomForNotices(size, boxes, Math.min(WIDTH_PX, size.width - 32));
      setRoom((before) => (before.top === next.top && before.height === next.height ? before : next));
    });
  }, [watching]);
  return room;
}

function ToastView({ toast }: { readonly toast: ToastData }) {
  const run = (action: ToastAction) => {
    if ('onSelect' in action) action.onSelect();
    else runCommand(action.commandId, action.argument);
  };
  return (
    <Toast.Root
      className={classNames(styles.toast, styles[toast.tone])}
      // Radix adds each at the end of the list.
      style={{ order: -toast.id }}
      type={toast.tone === 'bad' ? 'foreground' : 'background'}
      duration={toast.durationMs ?? STAYS_MS}
      onOpenChange={(open) => {
        if (!open) closeToast(toast.id);
      }}
    >
      <div className={styles.words}>
        <Toast.Title className={styles.title}>{toast.title}</Toast.Title>
        {toast.text !== '' && <Toast.Description className={styles.text}>{toast.text}</Toast.Description>}
        {toast.actions.length > 0 && (
          <div className={styles.actions}>
            {toast.actions.map((action) => (
              <Toast.Action key={action.label} altText={action.label} asChild onClick={() => run(action)}>
                <Button size="s">{action.label}</Button>
              </Toast.Action>
            ))}
          </div>
        )}
      </div>
      <Toast.Close asChild>
        <IconButton size="s" label="Close" icon={<X size={14} aria-hidden="true" />} />
      </Toast.Close>
    </Toast.Root>
  );
}

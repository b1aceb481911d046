import * as Toast from 'radix-ui/toast';
import X from 'lucide-react/icons/x';
import { useStore } from 'zustand';
import { runCommand } from '../state/commands.ts';
import { closeToast, toastStore, type Toast as ToastData, type ToastAction } from '../state/toast-store.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import styles from './toasts.module.css';

/** Practically for ever: Radix wants a number. */
const STAYS_MS = 24 * 60 * 60 * 1000;

/** The stack of toasts at the lower right. F8 moves the focus there. */
export function Toasts() {
  const toasts = useStore(toastStore, (state) => state.toasts);
  // Radix stops the time while the pointer or the focus is inside, and forgets to go on when the last toast closes meanwhile.
  if (toasts.length === 0) return null;
  return (
    <Toast.Provider label="Notification" swipeDirection="right">
      {toasts.map((toast) => (
        <ToastView key={toast.id} toast={toast} />
      ))}
      <Toast.Viewport className={styles.viewport} label="Notifications ({hotkey})" />
    </Toast.Provider>
  );
}

function ToastView({ toast }: { readonly toast: ToastData }) {
  const run = (action: ToastAction) => {
    if ('onSelect' in action) action.onSelect();
    else runCommand(action.commandId, action.argument);
  };
  return (
    <Toast.Root
      className={classNames(styles.toast, styles[toast.tone])}
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

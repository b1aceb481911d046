import { createStore } from 'zustand';
import type { AppError } from '../../src-shared/contract/app-error.ts';
import { withErrorWords, type ErrorAction } from './error-words.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'info' | 'good' | 'bad';
  readonly title: string;
  readonly text: string;
  readonly actions: readonly ToastAction[];
  /** Milliseconds; null stays until it is closed. Pointing at a toast stops its time. */
  readonly durationMs: number | null;
  /** Called when it goes, for whatever reason. */
  readonly onClose?: () => void;
}
export type ToastAction = { readonly label: string; readonly onSelect: () => void } | ErrorAction;

const SHORT_MS = 5000;
const ERROR_MS = 12_000;
const MAX_TOASTS = 4;

export const toastStore = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }));
let nextId = 1;

/** Says something briefly; `app/toasts.tsx` draws it. The same words again take the older toast's place, unless it offers something. */
export function showToast(toast: Partial<Omit<Toast, 'id'>> & { readonly title: string }): number {
  const added: Toast = {
    id: nextId++,
    tone: 'info',
    text: '',
    actions: [],
    durationMs: SHORT_MS,
    ...toast,
  };
  const { toasts } = toastStore.getState();
  setToasts([...toasts.filter((other) => !saysTheSame(other, added)), added].slice(-MAX_TOASTS));
  return added.id;
}

/** The words of an error as a toast. For failures of something the user just did; what lasts belongs into the view. */
export function showError(error: AppError): void {
  withErrorWords((words) => {
    const { title, text, actions } = words.appError(error);
    showToast({ tone: 'bad', title, text, actions, durationMs: ERROR_MS });
  });
}

export function closeToast(id: number): void {
  setToasts(toastStore.getState().toasts.filter((toast) => toast.id !== id));
}

function setToasts(toasts: readonly Toast[]): void {
  const before = toastStore.getState().toasts;
  toastStore.setState({ toasts });
  for (const toast of before) if (!toasts.includes(toast)) toast.onClose?.();
}

const saysTheSame = (a: Toast, b: Toast): boolean => a.title === b.title && a.text === b.text && a.actions.length === 0;

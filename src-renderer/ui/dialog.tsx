import type { DialogViewProps } from './dialog-view.tsx';
import { late } from './late.tsx';

const LateDialogView = late(() => import('./dialog-view.tsx').then((module) => module.DialogView));
export const preloadDialog = (): Promise<void> => LateDialogView.preload();

/** A modal dialog, there while `open`. Its code is loaded on first use. Focus returns to where it was. */
export const Dialog = ({ open, ...view }: DialogViewProps & { readonly open: boolean }) =>
  open && <LateDialogView {...view} />;

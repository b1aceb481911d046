import { lazy, Suspense } from 'react';
import type { DialogViewProps } from './dialog-view.tsx';

const LazyDialogView = lazy(() => import('./dialog-view.tsx').then((module) => ({ default: module.DialogView })));

/** A modal dialog, there while `open`. Its code is loaded on first use. Focus returns to where it was. */
export function Dialog({ open, ...view }: DialogViewProps & { readonly open: boolean }) {
  if (!open) return null;
  return (
    <Suspense fallback={null}>
      <LazyDialogView {...view} />
    </Suspense>
  );
}

import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { overlayRequests } from './overlay-requests.ts';

const loadOverlay = () => import('./overlay-view.tsx');
const loadTooltip = () => import('./tooltip-layer.tsx');
const OverlayView = lazy(() => loadOverlay().then((module) => ({ default: module.OverlayView })));
const TooltipLayer = lazy(() => loadTooltip().then((module) => ({ default: module.TooltipLayer })));

/** Fetches the code of menus, dialogs and tooltips ahead of their first use. */
export function preloadOverlays(): void {
  void loadOverlay();
  void loadTooltip();
  void import('./dialog-view.tsx');
}

/** The layer of menus, pickers, questions and tooltips. Mounted once; its code loads with the first of each. */
export function Overlays() {
  const open = useSyncExternalStore(overlayRequests.subscribe, overlayRequests.current);
  const [pointed, setPointed] = useState(false);
  useEffect(() => {
    if (pointed) return;
    const start = (event: Event) => {
      if (event.target instanceof Element && event.target.closest('[data-tip]')) setPointed(true);
    };
    document.addEventListener('pointerover', start);
    document.addEventListener('focusin', start);
    return () => {
      document.removeEventListener('pointerover', start);
      document.removeEventListener('focusin', start);
    };
  }, [pointed]);
  return (
    <Suspense fallback={null}>
      {open && <OverlayView key={open.id} overlay={open} />}
      {pointed && <TooltipLayer />}
    </Suspense>
  );
}

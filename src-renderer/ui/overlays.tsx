import { useEffect, useState, useSyncExternalStore } from 'react';
import { late } from './late.tsx';
import { overlayRequests } from './overlay-requests.ts';

const OverlayView = late(() => import('./overlay-view.tsx').then((module) => module.OverlayView));
const TooltipLayer = late(() => import('./tooltip-layer.tsx').then((module) => module.TooltipLayer));

/** Fetches the code of menus, dialogs and tooltips ahead of their first use. */
export async function preloadOverlays(): Promise<void> {
  await Promise.all([OverlayView.preload(), TooltipLayer.preload()]);
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
    <>
      {open && <OverlayView key={open.id} overlay={open} />}
      {pointed && <TooltipLayer />}
    </>
  );
}

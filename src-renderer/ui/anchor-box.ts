import { useEffect, useState, type CSSProperties } from 'react';
import type { Anchor } from './overlay-requests.ts';

/** Position of an invisible element that lies over the anchor, for Radix to hang its content on. */
export function anchorStyle(anchor: Anchor): CSSProperties {
  const box = anchor instanceof Element ? rectOf(anchor) : { left: anchor.x, top: anchor.y, width: 0, height: 0 };
  return { position: 'fixed', pointerEvents: 'none', ...box };
}

/** The same for what stays open: it goes along when the window's size changes. A point has no place to go to: `close` is called. */
export function useAnchorStyle(anchor: Anchor, close: () => void): CSSProperties {
  const [style, setStyle] = useState(() => anchorStyle(anchor));
  useEffect(() => {
    const follow = () => {
      if (anchor instanceof Element && anchor.isConnected) setStyle(anchorStyle(anchor));
      else close();
    };
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  });
  return style;
}

function rectOf(element: Element): CSSProperties {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { left, top, width, height };
}

/** Puts the focus back where it was, if that is still there; else on the anchor. */
export function returnFocus(focus: Element | null, anchor: Anchor): void {
  const target = focus instanceof HTMLElement && focus.isConnected && focus !== document.body ? focus : anchor;
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
}

import type { OpenOverlay } from './overlay-requests.ts';
import { ConfirmView } from './confirm-view.tsx';
import { MenuView } from './menu-view.tsx';
import { PickerView } from './picker-view.tsx';

export function OverlayView({ overlay }: { readonly overlay: OpenOverlay }) {
  switch (overlay.kind) {
    case 'menu':
      return <MenuView request={overlay} />;
    case 'picker':
      return <PickerView request={overlay} />;
    case 'confirm':
      return <ConfirmView request={overlay} />;
  }
}

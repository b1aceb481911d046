import PinIcon from 'lucide-react/icons/picture-in-picture-2';
import { toggleOnTop, useAppWindow } from '../../state/app-window-store.ts';
import { useCommandKey } from '../../state/commands.ts';
import { useUi } from '../../state/ui-store.ts';
import { IconButton } from '../../ui/button.tsx';

/** In a window for one thread: whether it lies over the windows of other programs. */
export function OnTopToggle() {
  const appWindow = useAppWindow();
  const solo = useUi((state) => state.solo);
  const keys = useCommandKey('window.stayOnTop');
  if (!appWindow || !solo) return null;
  return (
    <IconButton
      label="Stay on top"
      keys={keys}
      aria-pressed={appWindow.onTop}
      icon={<PinIcon size={16} aria-hidden="true" />}
      onClick={() => void toggleOnTop()}
    />
  );
}

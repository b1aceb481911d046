import Copy from 'lucide-react/icons/copy';
import { copyText } from '../../state/copy-text.ts';
import { IconButton } from '../../ui/button.tsx';

/** Copies what `text` answers at the time of the click. `what`: "Code", "Command", "Answer". */
export function CopyButton({ text, what }: { readonly text: () => string; readonly what: string }) {
  return (
    <IconButton
      size="s"
      label={`Copy ${what.toLowerCase()}`}
      icon={<Copy size={13} aria-hidden="true" />}
      onClick={() => void copyText(text(), what)}
    />
  );
}

import { copyText } from './copy-text.ts';
import { showToast } from './toast-store.ts';

const MINUTE_MS = 60_000;

/** Says where config.toml is kept as it was, when Codex took comments out with what was written. `copy` null: it did not. */
export function tellOfCopy(copy: string | null): void {
  if (copy === null) return;
  showToast({
    title: 'Codex took comments out with it',
    text: `They stood beside what was changed. The file as it was is kept: ${copy}`,
    actions: [{ label: 'Copy path', onSelect: () => void copyText(copy, 'Path') }],
    durationMs: MINUTE_MS,
  });
}

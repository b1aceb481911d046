import { showToast } from './toast-store.ts';

/** Puts text on the clipboard and says so: `what` is the subject, for example "Thread id". */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    showToast({ title: `${what} copied`, durationMs: 2500 });
  } catch {
    showToast({
      tone: 'bad',
      title: 'Nothing was copied',
      text: 'The browser did not allow writing to the clipboard. Click into the page and try again.',
    });
  }
}

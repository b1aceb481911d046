import { useEffect, useRef, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { HostPlaceInput } from '../../../src-shared/contract/hosts.ts';
import type { HostInstall } from '../../../src-shared/model/host.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { fileSize } from '../../state/file-size.ts';
import { Button } from '../../ui/button.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './lists.module.css';

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: HostInstall | null }
  | { readonly kind: 'failed'; readonly error: AppError };

/** Puts Skein's Codex onto a machine that has none, and says how that goes. Leaving the page gives it up. */
export function InstallCodex(props: { readonly place: HostPlaceInput; readonly onDone: () => void }) {
  const { place, onDone } = props;
  const [state, setState] = useState<State>({ kind: 'idle' });
  const stop = useRef<(() => void) | null>(null);
  const end = () => {
    stop.current?.();
    stop.current = null;
  };
  useEffect(() => end, []);
  const start = () => {
    setState({ kind: 'running', progress: null });
    stop.current = getClient().hosts.install(
      { place },
      {
        event: (progress) => {
          setState({ kind: 'running', progress });
          if (progress.kind !== 'done') return;
          end();
          setState({ kind: 'idle' });
          onDone();
        },
        error: (error) => setState({ kind: 'failed', error }),
      },
    );
  };
  if (state.kind === 'running')
    return (
      <div className={styles.tools}>
        <Spinner />
        <span className={styles.meta} role="status">
          {progressWords(state.progress)}
        </span>
        <Button
          size="s"
          onClick={() => {
            end();
            setState({ kind: 'idle' });
          }}
        >
          Cancel
        </Button>
      </div>
    );
  const words = state.kind === 'failed' ? errorWords().appError(state.error) : null;
  return (
    <>
      {words && <ErrorBox tone="bad" title={words.title} text={words.text} announce />}
      <div className={styles.tools}>
        <Button size="s" onClick={start}>
          Install Codex there
        </Button>
        <span className={styles.meta}>Into ~/.skein of its home; nothing else there is touched.</span>
      </div>
    </>
  );
}

function progressWords(progress: HostInstall | null): string {
  if (progress?.kind !== 'running') return 'Looking at the machine…';
  const { step, bytes, totalBytes } = progress;
  const amount = totalBytes === null ? fileSize(bytes) : `${fileSize(bytes)} of ${fileSize(totalBytes)}`;
  switch (step) {
    case 'looking':
      return 'Looking at the machine…';
    case 'packing':
      return 'Packing Codex…';
    case 'fetching':
      return `Fetching Codex, ${amount}…`;
    case 'sending':
      return `Sending Codex, ${amount}…`;
    case 'unpacking':
      return 'Unpacking and trying it there…';
  }
}

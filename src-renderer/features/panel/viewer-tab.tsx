import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { usePanel, type Viewed } from '../../state/panel-store.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { FileView, type LoadedFile } from './file-view.tsx';
import { ItemView } from './item-view.tsx';
import styles from './panel.module.css';

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'file'; readonly file: LoadedFile }
  | { readonly kind: 'item'; readonly item: Item };

/** A file, or one item uncut. Read when it is asked for, and again with *Reload*. */
export function ViewerTab({ viewed }: { readonly viewed: Viewed }) {
  const nonce = usePanel((state) => state.nonce);
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    void load(viewed).then((result) => {
      if (!gone) setLoaded(result);
    });
    return () => {
      gone = true;
    };
  }, [viewed, attempt]);
  const reload = () => setAttempt((before) => before + 1);
  switch (loaded.kind) {
    case 'loading':
      return (
        <div className={styles.centre} role="status">
          <Spinner size={14} /> Reading…
        </div>
      );
    case 'failed': {
      const { title, text } = errorWords().appError(loaded.error);
      return (
        <div className={styles.section}>
          <ErrorBox title={title} text={text} actions={[{ label: 'Try again', onSelect: reload }]} />
        </div>
      );
    }
    case 'file':
      return (
        <FileView
          file={loaded.file}
          line={viewed.kind === 'file' ? viewed.line : null}
          nonce={nonce}
          onReload={reload}
        />
      );
    case 'item':
      return <ItemView item={loaded.item} onReload={reload} />;
    default:
      return <EmptyState title="Nothing to show" />;
  }
}

async function load(viewed: Viewed): Promise<Loaded> {
  if (viewed.kind === 'file') {
    const answer = await getClient().files.readText({
      serverId: viewed.thread.serverId,
      root: viewed.root,
      path: viewed.path,
    });
    return answer.ok ? { kind: 'file', file: answer.value } : { kind: 'failed', error: answer.error };
  }
  const answer = await getClient().threads.item({ ...viewed.thread, turnId: viewed.turnId, itemId: viewed.itemId });
  return answer.ok ? { kind: 'item', item: answer.value } : { kind: 'failed', error: answer.error };
}

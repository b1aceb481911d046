import { useEffect, useState } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import type { ViewedItem } from '../../state/panel-store.ts';
import { ErrorBox } from '../../ui/error-box.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import { ItemView } from './item-view.tsx';
import styles from './panel.module.css';

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'item'; readonly item: Item };

/** One item uncut. Read when it is asked for, and again with *Reload*. */
export function ViewerTab({ viewed }: { readonly viewed: ViewedItem }) {
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
    case 'item':
      return <ItemView item={loaded.item} onReload={reload} />;
    default:
      return assertNever(loaded);
  }
}

async function load({ thread, turnId, itemId }: ViewedItem): Promise<Loaded> {
  const answer = await getClient().threads.item({ ...thread, turnId, itemId });
  return answer.ok ? { kind: 'item', item: answer.value } : { kind: 'failed', error: answer.error };
}

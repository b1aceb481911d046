import { useState } from 'react';
import ShieldCheck from 'lucide-react/icons/shield-check';
import ShieldQuestion from 'lucide-react/icons/shield-question-mark';
import ShieldX from 'lucide-react/icons/shield-x';
import type { AutoReviewItem, ItemStatus } from '../../../src-shared/model/item.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { Button } from '../../ui/button.tsx';
import { FoldLine, ItemFrame } from './item-frame.tsx';
import { useFold, useOpen } from './thread-context.ts';
import styles from './items.module.css';

const WORDS: Readonly<Record<ItemStatus, string>> = {
  running: 'Reviewer looks at',
  completed: 'Reviewer allowed',
  declined: 'Reviewer denied',
  failed: 'Reviewer did not decide in time on',
  interrupted: 'Reviewer was stopped at',
};

/** What the reviewing agent decided in the user's place, why, and the way to overrule it. */
export function AutoReview({ item }: { readonly item: AutoReviewItem }) {
  const denied = item.status === 'declined' && !item.overruled;
  const [open, setOpen] = useFold(item.id, denied);
  const Icon = denied ? ShieldX : item.status === 'completed' ? ShieldCheck : ShieldQuestion;
  const head = (
    <>
      <Icon size={13} aria-hidden="true" className={denied ? styles.bad : styles.icon} />
      {item.overruled ? 'You allowed what the reviewer denied' : WORDS[item.status]}
      {item.action !== '' && <span className={styles.about}>· {item.action.slice(0, 300)}</span>}
    </>
  );
  const why = item.rationale !== null && item.rationale !== '' && <p className={styles.words}>{item.rationale}</p>;
  if (!denied)
    return (
      <FoldLine open={open} onToggle={setOpen} head={<span className={styles.fold}>{head}</span>}>
        {why}
      </FoldLine>
    );
  return (
    <ItemFrame
      open={open}
      onToggle={setOpen}
      head={head}
      trailing={item.risk !== null && <span className={styles.quiet}>{item.risk} risk</span>}
    >
      <div className={styles.sections}>
        {why}
        <Overrule item={item} />
      </div>
    </ItemFrame>
  );
}

function Overrule({ item }: { readonly item: AutoReviewItem }) {
  const { ref } = useOpen();
  const [busy, setBusy] = useState(false);
  const overrule = async () => {
    setBusy(true);
    const result = await getClient().threads.overruleReview({ ...ref, itemId: item.id });
    setBusy(false);
    if (!result.ok) showError(result.error);
  };
  return (
    <div className={styles.agent}>
      <Button
        size="s"
        busy={busy}
        data-tip="The agent is told that you allow exactly this, and tries again"
        onClick={() => void overrule()}
      >
        Allow it anyway
      </Button>
    </div>
  );
}

import { useState } from 'react';
import ArrowUpRight from 'lucide-react/icons/arrow-up-right';
import X from 'lucide-react/icons/x';
import { useComposerEntry } from '../../state/composer-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { findModel, modelInUse } from './choices.ts';
import type { Desk, Subject } from './desk.ts';
import { chooseModel, upgradeWords } from './pickers.ts';
import styles from './composer.module.css';

/** Model ids whose note was closed in this window. */
const closed = new Set<string>();

/** What the server recommends instead of the model that a new thread would begin with, in its words. */
export function UpgradeNote({ desk, subject }: { readonly desk: Desk; readonly subject: Subject }) {
  const { chosen } = useComposerEntry(desk.key);
  const [, setClosings] = useState(0);
  const model = modelInUse(subject.source, chosen, subject.catalog);
  const upgrade = model?.upgrade;
  if (!upgrade || closed.has(model.id) || !findModel(subject.catalog, upgrade.model)) return null;
  return (
    <div className={styles.upgrade}>
      <ArrowUpRight size={14} aria-hidden="true" />
      <span title={upgradeWords(subject.catalog, upgrade)}>{upgradeWords(subject.catalog, upgrade)}</span>
      <Button size="s" onClick={() => chooseModel(desk, upgrade.model)}>
        Use it
      </Button>
      <IconButton
        label="Close this note"
        size="s"
        icon={<X size={13} aria-hidden="true" />}
        onClick={() => {
          closed.add(model.id);
          setClosings((count) => count + 1);
        }}
      />
    </div>
  );
}

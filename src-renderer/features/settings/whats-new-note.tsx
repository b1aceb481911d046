import { useEffect } from 'react';
import X from 'lucide-react/icons/x';
import { changeSettings } from '../../state/settings-store.ts';
import { openSettings } from '../../state/ui-store.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { whatIsNew } from './releases.ts';
import styles from './whats-new.module.css';

/** Longer lists go on under Settings. */
const MAX_LINES = 3;

/** After an update, above the sidebar's foot: what it brought, until it is closed. `seen` and `current`: versions. */
export function WhatsNewNote({ seen, current }: { readonly seen: string | null; readonly current: string }) {
  const news = whatIsNew(seen, current);
  const note = news.kind === 'nothing' && news.note;
  useEffect(() => {
    if (note) void changeSettings({ seenVersion: current });
  }, [note, current]);
  if (news.kind === 'nothing') return null;
  const close = () => void changeSettings({ seenVersion: current });
  const lines = news.releases.flatMap((release) => release.changes);
  return (
    <section className={styles.note} aria-label="What is new">
      <header className={styles.noteHead}>
        <h2 className={styles.noteTitle}>Skein is now {current}</h2>
        <IconButton size="s" label="Close what is new" icon={<X size={14} aria-hidden="true" />} onClick={close} />
      </header>
      <ul className={styles.changes}>
        {lines.slice(0, MAX_LINES).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Button
        size="s"
        className={styles.more}
        onClick={() => {
          close();
          openSettings('about');
        }}
      >
        {lines.length > MAX_LINES ? `All ${lines.length} changes` : 'About this version'}
      </Button>
    </section>
  );
}

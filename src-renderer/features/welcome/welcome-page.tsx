import FolderPlus from 'lucide-react/icons/folder-plus';
import Play from 'lucide-react/icons/play';
import { useState, type ReactNode } from 'react';
import { runCommand } from '../../state/commands.ts';
import { useSetting } from '../../state/settings-store.ts';
import { Button } from '../../ui/button.tsx';
import styles from './welcome.module.css';

/** The first run, and whenever there is no project: what Skein is, and the two ways in. `account`: the ways to sign in, where needed. */
export function WelcomePage(props: { readonly startDemo: () => Promise<void>; readonly account: ReactNode }) {
  const { startDemo, account } = props;
  const known = useSetting((settings) => settings.firstRunDone);
  const [starting, setStarting] = useState(false);
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <Mark />
        <h1 className={styles.title}>{known ? 'No project yet' : 'Welcome to Skein'}</h1>
        <p className={styles.lead}>
          {known
            ? 'Threads work in a folder of yours. Add one, or look around in the demo.'
            : 'Skein runs many Codex threads side by side, each in a folder of yours. Agents read, write and run commands there; what could do harm waits for your approval. Every thread goes on whether you watch it or not, and nothing that you wrote is lost.'}
        </p>
        <div className={styles.ways}>
          <section className={styles.way}>
            <h2 className={styles.wayTitle}>Work on your own code</h2>
            <p className={styles.wayText}>Add a folder as a project and start a thread in it.</p>
            <Button
              tone="primary"
              icon={<FolderPlus size={14} aria-hidden="true" />}
              onClick={() => void runCommand('project.add')}
            >
              Add your first project
            </Button>
          </section>
          <section className={styles.way}>
            <h2 className={styles.wayTitle}>Look around first</h2>
            <p className={styles.wayText}>
              A sample project and a scripted model inside Skein. No account, no network; the real agent at work.
            </p>
            <Button
              busy={starting}
              icon={<Play size={14} aria-hidden="true" />}
              onClick={() => {
                setStarting(true);
                void startDemo().finally(() => setStarting(false));
              }}
            >
              Try it offline
            </Button>
          </section>
        </div>
        {account}
      </div>
    </div>
  );
}

const Mark = () => (
  <svg width="48" height="48" viewBox="0 0 32 32" aria-hidden="true" className={styles.mark}>
    <g fill="none" strokeLinecap="round" strokeWidth="2.6">
      <path stroke="var(--accent)" d="M7 12c5-6 8 6 18 0" />
      <path stroke="var(--good)" d="M7 17c5-6 8 6 18 0" />
      <path stroke="var(--needs)" d="M7 22c5-6 8 6 18 0" />
    </g>
  </svg>
);

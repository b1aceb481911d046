import type { Project } from '../../../src-shared/model/project.ts';
import { runCommand } from '../../state/commands.ts';
import { Button } from '../../ui/button.tsx';
import styles from './welcome.module.css';

/** Asked once for each new folder, before anything runs in it; it stands where the message would be written. */
export function TrustCard({ project, onLater }: { readonly project: Project; readonly onLater: () => void }) {
  return (
    <section className={styles.trust} aria-label="Trust this folder">
      <h2 className={styles.wayTitle}>Do you trust the files in “{project.name}”?</h2>
      <p className={styles.wayText}>
        Agents read them, and instructions hidden in a file can lead them astray. Codex also runs what the folder
        configures. When the first thread starts, Codex itself notes the folder as trusted in its config.toml.
      </p>
      <code className={styles.path}>{project.path}</code>
      <div className={styles.actions}>
        <Button tone="primary" onClick={() => void runCommand('project.trust', project.id)}>
          Trust this folder
        </Button>
        <Button tone="ghost" onClick={onLater}>
          Not now
        </Button>
      </div>
    </section>
  );
}

import { useState } from 'react';
import type { DemoPrompt } from '../../../src-shared/contract/servers.ts';
import type { Project } from '../../../src-shared/model/project.ts';
import { getClient } from '../../state/client.ts';
import { showError } from '../../state/toast-store.ts';
import { openThread } from '../../state/ui-store.ts';
import { Spinner } from '../../ui/spinner.tsx';
import styles from './welcome.module.css';

/** The guided prompts of the demo: each starts a real thread. */
export function DemoPrompts(props: { readonly project: Project; readonly prompts: readonly DemoPrompt[] }) {
  const { project, prompts } = props;
  const [starting, setStarting] = useState<string | null>(null);
  const start = async (prompt: DemoPrompt) => {
    if (starting !== null) return;
    setStarting(prompt.id);
    const result = await getClient().threads.start({
      projectId: project.id,
      parts: [{ kind: 'text', text: prompt.text }],
      choices: { model: null, effort: null, permissions: null, mode: prompt.mode },
      clientMessageId: crypto.randomUUID(),
    });
    setStarting(null);
    if (result.ok) openThread({ serverId: project.serverId, threadId: result.value.threadId });
    else showError(result.error);
  };
  return (
    <section className={styles.prompts} aria-label="Guided prompts">
      <h2 className={styles.promptsTitle}>Try one of these. Each starts a thread; start several.</h2>
      <div className={styles.grid}>
        {prompts.map((prompt) => (
          <button
            key={prompt.id}
            type="button"
            className={styles.prompt}
            disabled={starting !== null}
            onClick={() => void start(prompt)}
          >
            <span className={styles.promptTitle}>
              {prompt.title} {starting === prompt.id && <Spinner />}
            </span>
            <span className={styles.promptText}>{prompt.teaches}</span>
          </button>
        ))}
      </div>
    </section>
  );
}

import { useStore } from 'zustand';
import type { DemoPrompt } from '../../../src-shared/contract/servers.ts';
import { serverStore } from '../../state/server-store.ts';
import type { Desk } from './desk.ts';
import { takeChoice } from './take-choice.ts';
import { EMPTY_CONTENT } from './tokens.ts';
import styles from './composer.module.css';

/** The guided tour of the offline demo: prompts to try, each with what it shows. One goes into the box; sending it is up to the reader. */
export function DemoPrompts({ desk }: { readonly desk: Desk }) {
  const prompts = useStore(serverStore, (state) => state.demoPrompts);
  if (prompts.length === 0) return null;
  const take = async (prompt: DemoPrompt) => {
    desk.editor.replace({ ...EMPTY_CONTENT, text: prompt.text });
    await takeChoice(desk, { mode: prompt.mode });
    desk.editor.focus();
  };
  return (
    <ul className={styles.demo} aria-label="Things to try">
      {prompts.map((prompt) => (
        <li key={prompt.id}>
          <button type="button" onClick={() => void take(prompt)}>
            <strong>{prompt.title}</strong>
            <span>{prompt.teaches}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

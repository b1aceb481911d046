import CornerDownRight from 'lucide-react/icons/corner-down-right';
import type { SteeringMessage } from '../../../src-shared/model/thread.ts';
import { fromParts } from './tokens.ts';
import styles from './queue.module.css';

/** Messages that the running turn has taken and the agent reads after what it is doing now. */
export function SteeringList({ messages }: { readonly messages: readonly SteeringMessage[] }) {
  if (messages.length === 0) return null;
  return (
    <ul className={styles.queue} aria-label="On the way to the agent">
      {messages.map(({ id, parts }) => {
        const { text, images } = fromParts(parts);
        const shown = text.trim() === '' ? `${images.length} ${images.length === 1 ? 'image' : 'images'}` : text;
        return (
          <li key={id} className={styles.entry}>
            <CornerDownRight size={14} className={styles.sign} aria-hidden="true" />
            <span className={styles.text} title={shown.length > 80 ? shown.slice(0, 600) : undefined}>
              {shown.slice(0, 400)}
            </span>
            <span className={styles.note}>Read after the current step</span>
          </li>
        );
      })}
    </ul>
  );
}

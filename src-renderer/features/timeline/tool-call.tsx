import Wrench from 'lucide-react/icons/wrench';
import type { ToolCallItem, ToolResultPart } from '../../../src-shared/model/item.ts';
import { view } from '../../state/panel-store.ts';
import { CutText, ItemFrame, ItemState } from './item-frame.tsx';
import { LocalImage } from './local-image.tsx';
import { useFold, useOpen } from './thread-context.ts';
import styles from './items.module.css';

const SHOWN_CHARS = 4000;

export function ToolCall({ item }: { readonly item: ToolCallItem }) {
  const thread = useOpen();
  const [open, setOpen] = useFold(item.id, item.status === 'failed');
  const showAll = () => view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id });
  return (
    <ItemFrame
      open={open}
      onToggle={setOpen}
      head={
        <>
          <Wrench size={13} aria-hidden="true" className={styles.icon} />
          <span className={styles.tool}>
            {item.server !== null && <span className={styles.server}>{item.server} · </span>}
            {item.tool}
          </span>
          {item.status === 'running' && item.progress !== null && <span className={styles.about}>{item.progress}</span>}
        </>
      }
      trailing={
        <ItemState itemId={item.id} status={item.status} startedAt={item.startedAt} durationMs={item.durationMs} />
      }
    >
      <div className={styles.sections}>
        {item.arguments !== '' && item.arguments !== '{}' && (
          <Section title="Arguments">
            <CutText text={item.arguments} limit={SHOWN_CHARS} onShowAll={showAll} label="Arguments" />
          </Section>
        )}
        {item.error !== null && (
          <Section title="Error">
            <CutText text={item.error} limit={SHOWN_CHARS} onShowAll={showAll} label="Error" />
          </Section>
        )}
        {item.result.length > 0 && (
          <Section title="Result">
            {item.result.map((part, at) => (
              <ResultPart key={at} part={part} onShowAll={showAll} />
            ))}
          </Section>
        )}
        {item.status !== 'running' && item.result.length === 0 && item.error === null && (
          <p className={styles.quiet}>No result.</p>
        )}
      </div>
    </ItemFrame>
  );
}

const Section = ({ title, children }: { readonly title: string; readonly children: React.ReactNode }) => (
  <section>
    <h4 className={styles.sectionTitle}>{title}</h4>
    {children}
  </section>
);

function ResultPart({ part, onShowAll }: { readonly part: ToolResultPart; readonly onShowAll: () => void }) {
  switch (part.kind) {
    case 'image':
      return <LocalImage source={part.source} alt="Image of the result" />;
    case 'text':
      return <CutText text={part.text} limit={SHOWN_CHARS} onShowAll={onShowAll} label="Text of the result" />;
    case 'json':
      return <CutText text={part.json} limit={SHOWN_CHARS} onShowAll={onShowAll} label="JSON of the result" />;
  }
}

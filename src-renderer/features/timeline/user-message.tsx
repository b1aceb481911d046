import type { MessagePart, UserMessageItem } from '../../../src-shared/model/item.ts';
import { view } from '../../state/panel-store.ts';
import { LocalImage } from './local-image.tsx';
import { useFold, useOpen, viewFile } from './thread-context.ts';
import styles from './user-message.module.css';

/** Longer messages are folded; longer still, the whole is shown in the side panel only. */
const FOLDED_CHARS = 2500;
const FOLDED_LINES = 24;
const INLINE_CHARS = 20_000;

export function UserMessage({ item }: { readonly item: UserMessageItem }) {
  const thread = useOpen();
  const [open, setOpen] = useFold(item.id, false);
  const chars = item.parts.reduce((sum, part) => sum + (part.kind === 'text' ? part.text.length : 0), 0);
  const images = item.parts.filter((part) => part.kind === 'image');
  const rest = item.parts.filter((part) => part.kind !== 'image');
  const long = chars > FOLDED_CHARS || tooManyLines(rest);
  const shown = long && !open ? cut(rest) : rest;
  return (
    <div className={styles.bubble}>
      {images.length > 0 && (
        <div className={styles.images}>
          {images.map((part, at) => (
            <LocalImage key={at} source={part.source} alt={`Attached image ${at + 1}`} small />
          ))}
        </div>
      )}
      {shown.length > 0 && (
        <div className={styles.text}>
          {shown.map((part, at) => (
            <Part key={at} part={part} onFile={(path) => viewFile(thread, { path, line: null })} />
          ))}
        </div>
      )}
      {long && (
        <button
          type="button"
          className={styles.more}
          onClick={() =>
            chars > INLINE_CHARS
              ? view({ kind: 'item', thread: thread.ref, turnId: item.turnId, itemId: item.id })
              : setOpen(!open)
          }
        >
          {open ? 'Show less' : `Show all (${chars.toLocaleString('en-US')} characters)`}
        </button>
      )}
    </div>
  );
}

function Part({ part, onFile }: { readonly part: MessagePart; readonly onFile: (path: string) => void }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'mention':
      return (
        <button type="button" className={styles.file} data-tip={part.path} onClick={() => onFile(part.path)}>
          {part.name}
        </button>
      );
    case 'skill':
      return (
        <span className={styles.skill} data-tip={part.path}>
          ${part.name}
        </span>
      );
    case 'image':
      return null;
  }
}

function tooManyLines(parts: readonly MessagePart[]): boolean {
  let lines = 0;
  for (const part of parts)
    if (part.kind === 'text')
      for (let at = part.text.indexOf('\n'); at !== -1; at = part.text.indexOf('\n', at + 1))
        if (++lines > FOLDED_LINES) return true;
  return false;
}

/** The beginning of a long message. */
function cut(parts: readonly MessagePart[]): MessagePart[] {
  const kept: MessagePart[] = [];
  let chars = FOLDED_CHARS;
  let lines = FOLDED_LINES;
  for (const part of parts) {
    if (chars <= 0 || lines <= 0) break;
    if (part.kind !== 'text') {
      kept.push(part);
      continue;
    }
    const piece = part.text.slice(0, chars).split('\n').slice(0, lines);
    const text = piece.join('\n');
    kept.push({ kind: 'text', text: text.length < part.text.length ? `${text.trimEnd()} …` : text });
    chars -= text.length;
    lines -= piece.length;
  }
  return kept;
}

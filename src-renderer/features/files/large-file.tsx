import { useEffect, useMemo, useRef, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { fileSize } from '../../state/file-size.ts';
import { Button } from '../../ui/button.tsx';
import type { FilesRoom } from './files-room.ts';
import { nameOf } from './paths.ts';
import styles from './files.module.css';

/** More lines than this stand in the page's memory only when somebody asks for them. */
const MAX_LINE_CHARS = 10_000;

/** A file that is too large for the editor, read part by part. */
export function LargeFile(props: { readonly room: FilesRoom; readonly path: string; readonly bytes: number }) {
  const { room, path, bytes } = props;
  const { serverId, root } = room;
  const [lines, setLines] = useState<readonly string[]>([]);
  const [next, setNext] = useState<number | null>(0);
  const [error, setError] = useState<AppError | null>(null);
  const busy = useRef(false);
  const read = async () => {
    if (busy.current || next === null) return;
    busy.current = true;
    const answer = await getClient().files.readPart({ serverId, root, path, offset: next });
    busy.current = false;
    if (!answer.ok) {
      setError(answer.error);
      return;
    }
    const { text } = answer.value;
    const added = text.split(/\r\n?|\n/).map((line) => line.slice(0, MAX_LINE_CHARS));
    if (added.at(-1) === '' && answer.value.next !== null) added.pop();
    setError(null);
    setLines((before) => [...before, ...added]);
    setNext(answer.value.next);
  };
  const first = useRef(read);
  useEffect(() => void first.current(), []);
  const columns = useMemo(() => lines.reduce((most, line) => Math.max(most, line.length), 0), [lines]);
  return (
    <div className={styles.large}>
      <div className={styles.largeLines}>
        <VirtualLines
          label={nameOf(path)}
          count={lines.length}
          columns={columns + 8}
          line={(index) => (
            <div className={styles.codeLine}>
              <span className={styles.number} aria-hidden="true">
                {index + 1}
              </span>
              <span>{lines[index]}</span>
            </div>
          )}
        />
      </div>
      <div className={styles.largeFoot}>
        <span role="status">
          {error
            ? errorWords().appError(error).title
            : next === null
              ? `All of ${fileSize(bytes)} is shown.`
              : `${fileSize(next)} of ${fileSize(bytes)} is shown.`}
        </span>
        {next !== null && (
          <Button size="s" onClick={() => void read()}>
            Show more
          </Button>
        )}
      </div>
    </div>
  );
}

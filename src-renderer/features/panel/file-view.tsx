import { useMemo } from 'react';
import RotateCw from 'lucide-react/icons/rotate-cw';
import { CodeText } from '../../editor/code-block.tsx';
import { languageOfPath, MAX_HIGHLIGHT_CHARS } from '../../editor/highlight.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { copyText } from '../../state/copy-text.ts';
import { IconButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import Copy from 'lucide-react/icons/copy';
import styles from './panel.module.css';

export interface LoadedFile {
  readonly path: string;
  readonly text: string;
  readonly binary: boolean;
  readonly bytes: number;
  readonly truncated: boolean;
}

/** A text file to read, with line numbers, at a line. */
export function FileView(props: {
  readonly file: LoadedFile;
  readonly line: number | null;
  readonly nonce: number;
  readonly onReload: () => void;
}) {
  const { file, line, nonce, onReload } = props;
  const lines = useMemo(() => file.text.split('\n'), [file.text]);
  const columns = useMemo(() => lines.reduce((most, text) => Math.max(most, text.length), 0), [lines]);
  const language = file.text.length <= MAX_HIGHLIGHT_CHARS * 20 ? languageOfPath(file.path) : '';
  const name = file.path.split(/[\\/]/).at(-1) ?? file.path;
  const count = lines.at(-1) === '' && lines.length > 1 ? lines.length - 1 : lines.length;
  return (
    <div className={styles.viewer}>
      <div className={styles.bar}>
        <span className={styles.name} data-tip={file.path}>
          {name}
        </span>
        <span className={styles.folder}>{file.path.slice(0, Math.max(0, file.path.length - name.length - 1))}</span>
        <IconButton
          size="s"
          label="Copy path"
          icon={<Copy size={13} aria-hidden="true" />}
          onClick={() => void copyText(file.path, 'Path')}
        />
        <IconButton size="s" label="Reload" icon={<RotateCw size={13} aria-hidden="true" />} onClick={onReload} />
      </div>
      {file.binary ? (
        <EmptyState title="Not a text file" text={`${file.bytes.toLocaleString('en-US')} bytes.`} />
      ) : (
        <>
          {file.truncated && <p className={styles.note}>Only the beginning of this large file is shown.</p>}
          <div className={styles.lines}>
            <VirtualLines
              label={name}
              count={count}
              columns={columns + 8}
              showLine={line === null ? null : Math.min(line, count) - 1}
              showNonce={nonce}
              line={(index) => (
                <div className={index + 1 === line ? styles.markedLine : styles.codeLine}>
                  <span className={styles.number} aria-hidden="true">
                    {index + 1}
                  </span>
                  <CodeText code={lines[index] ?? ''} language={language} highlighted />
                </div>
              )}
            />
          </div>
        </>
      )}
    </div>
  );
}

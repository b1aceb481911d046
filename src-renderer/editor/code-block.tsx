import { memo, type ReactNode } from 'react';
import { classNames } from '../ui/class-names.ts';
import { useHighlight } from './highlight.ts';
import styles from './code-block.module.css';

/**
 * A block of code: language, copy, text; highlighted once `closed`. A long one may come in pieces: `first` draws the head and
 * `last` the foot of the frame.
 */
export const CodeBlock = memo(function CodeBlock(props: {
  readonly code: string;
  readonly language: string;
  readonly closed: boolean;
  readonly first?: boolean;
  readonly last?: boolean;
  /** Right end of the head: the copy button. */
  readonly actions?: ReactNode;
}) {
  const { code, language, closed, first = true, last = true, actions } = props;
  const text = code.endsWith('\n') ? code.slice(0, -1) : code;
  return (
    <div className={classNames(styles.block, first && styles.first, last && styles.last)}>
      {first && (
        <div className={styles.head}>
          <span className={styles.language}>{language}</span>
          {actions}
        </div>
      )}
      <pre className={styles.pre} tabIndex={0} aria-label={language === '' ? 'Code' : `Code, ${language}`}>
        <CodeText code={text} language={language} highlighted={closed} />
      </pre>
    </div>
  );
});

/** The code alone, highlighted when that is wanted and ready. */
function CodeText(props: { readonly code: string; readonly language: string; readonly highlighted: boolean }) {
  const html = useHighlight(props.code, props.language, props.highlighted);
  return html === null ? (
    <code className={styles.code}>{props.code}</code>
  ) : (
    <code className={styles.code} dangerouslySetInnerHTML={{ __html: html }} />
  );
}

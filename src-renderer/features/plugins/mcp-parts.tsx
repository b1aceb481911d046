import { useMemo } from 'react';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { McpPart } from '../../../src-shared/model/mcp.ts';
import { VirtualLines } from '../../editor/virtual-lines.tsx';
import { copyText } from '../../state/copy-text.ts';
import { fileSize } from '../../state/file-size.ts';
import { Button } from '../../ui/button.tsx';
import styles from './detail.module.css';

/** Longer texts are drawn line by line as they come into view. */
const SHORT_LINES = 100;
const SHORT_CHARS = 20_000;

/** What a tool or a resource answered. */
export function McpParts({ parts }: { readonly parts: readonly McpPart[] }) {
  if (parts.length === 0) return <p className={styles.quiet}>It answered nothing.</p>;
  return parts.map((part, at) => <Part key={at} part={part} />);
}

function Part({ part }: { readonly part: McpPart }) {
  switch (part.kind) {
    case 'text':
      return <LongText text={part.text} />;
    case 'json':
      return <LongText text={part.json} />;
    case 'image':
      return <img className={styles.picture} src={part.source} alt="Picture" />;
    case 'cut':
      return <p className={styles.quiet}>{part.chars.toLocaleString('en-US')} more characters are not shown.</p>;
    case 'binary':
      return <p className={styles.quiet}>{fileSize(part.bytes)} that are no text.</p>;
    default:
      return assertNever(part);
  }
}

function LongText({ text }: { readonly text: string }) {
  const lines = useMemo(() => text.split('\n'), [text]);
  const short = lines.length <= SHORT_LINES && text.length <= SHORT_CHARS;
  return (
    <>
      {short ? (
        <pre className={styles.code}>{text}</pre>
      ) : (
        <VirtualLines
          label="Output"
          className={styles.lines}
          count={lines.length}
          columns={lines.reduce((most, line) => Math.max(most, line.length), 0)}
          line={(at) => lines[at]?.slice(0, 5000)}
        />
      )}
      <div className={styles.wrap}>
        <Button size="s" onClick={() => void copyText(text, 'Output')}>
          Copy
        </Button>
        {!short && <span className={styles.quiet}>{lines.length.toLocaleString('en-US')} lines</span>}
      </div>
    </>
  );
}

import { memo, type CSSProperties } from 'react';
import { classNames } from '../ui/class-names.ts';
import type { AnsiColor, AnsiLine, AnsiStyle } from './ansi.ts';
import styles from './ansi-text.module.css';

const css = (color: AnsiColor | null): string | undefined =>
  color === null ? undefined : color.kind === 'rgb' ? color.css : `var(--ansi-${color.index})`;

function inlineStyle(style: AnsiStyle): CSSProperties {
  const color = css(style.color);
  const background = css(style.background);
  return style.inverse
    ? { color: background ?? 'var(--bg-code)', background: color ?? 'var(--text-2)' }
    : { color, background };
}

/** Styled spans of one line of terminal output. */
export const AnsiSpans = memo(function AnsiSpans({ line }: { readonly line: AnsiLine }) {
  return line.map((span, at) =>
    span.style ? (
      <span
        key={at}
        style={inlineStyle(span.style)}
        className={classNames(
          span.style.bold && styles.bold,
          span.style.dim && styles.dim,
          span.style.italic && styles.italic,
          span.style.underline && styles.underline,
          span.style.strike && styles.strike,
        )}
      >
        {span.text}
      </span>
    ) : (
      span.text
    ),
  );
});

/** Lines of terminal output. Wrap it in something with the class `ansiColors`, which carries the palette of the theme. */
export const AnsiLines = memo(function AnsiLines({ lines }: { readonly lines: readonly AnsiLine[] }) {
  return lines.map((line, at) => (
    <div key={at} className={styles.line}>
      {line.length === 0 ? '\n' : <AnsiSpans line={line} />}
    </div>
  ));
});

export const ansiColors = styles.colors;

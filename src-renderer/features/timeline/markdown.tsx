import { memo, type ComponentPropsWithoutRef } from 'react';
import ReactMarkdown, { defaultUrlTransform, type Components, type ExtraProps } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CodeBlock } from '../../editor/code-block.tsx';
import { parseCodePath, parseFileLink } from '../../state/file-link.ts';
import { CopyButton } from './copy-button.tsx';
import { externalLink } from './external-link.ts';
import { LocalImage } from './local-image.tsx';
import { useOpen, viewFile } from './thread-context.ts';
import styles from './markdown.module.css';

type Props<Tag extends keyof React.JSX.IntrinsicElements> = ComponentPropsWithoutRef<Tag> & ExtraProps;

/** Addresses of the web pass react-markdown's own check; paths with a line (`a.ts:3`) would not, and are let through. */
export const transformUrl = (url: string): string =>
  parseFileLink(url) || /^data:image\/(?:png|jpeg|gif|webp);base64,/i.test(url) ? url : defaultUrlTransform(url);

export function Link({ href = '', children }: Props<'a'>) {
  const thread = useOpen();
  const file = parseFileLink(href);
  if (file)
    return (
      <button type="button" className={styles.file} data-tip={file.path} onClick={() => viewFile(thread, file)}>
        {children}
      </button>
    );
  if (href === '' || href.startsWith('#')) return <span>{children}</span>;
  return (
    <a {...externalLink(href)} data-tip={href}>
      {children}
    </a>
  );
}

/** Images of the web are never fetched: a link stands for them. */
function Image({ src, alt = '' }: Props<'img'>) {
  const source = typeof src === 'string' ? src : '';
  if (source.startsWith('data:')) return <img className={styles.image} src={source} alt={alt} />;
  const file = parseFileLink(source);
  if (file) return <LocalImage source={file.path} alt={alt} />;
  if (!/^https?:/i.test(source)) return <span className={styles.noImage}>{alt}</span>;
  return (
    <a className={styles.noImage} {...externalLink(source)} data-tip={source}>
      Image not loaded{alt === '' ? '' : `: ${alt}`}
    </a>
  );
}

function Pre({ node, children }: Props<'pre'>) {
  const code = node?.children[0];
  const text = code?.type === 'element' && code.children[0]?.type === 'text' ? code.children[0].value : null;
  if (code?.type !== 'element' || text === null) return <pre>{children}</pre>;
  const names = code.properties.className;
  const name = Array.isArray(names) ? names.map(String).find((value) => value.startsWith('language-')) : undefined;
  const language = name === undefined ? '' : name.slice('language-'.length).toLowerCase();
  return <CodeBlock code={text} language={language} closed actions={<CopyButton text={() => text} what="Code" />} />;
}

export function Code({ children }: Props<'code'>) {
  const thread = useOpen();
  const file = typeof children === 'string' ? parseCodePath(children) : null;
  if (!file) return <code className={styles.code}>{children}</code>;
  return (
    <button type="button" className={styles.fileCode} onClick={() => viewFile(thread, file)}>
      <code>{children}</code>
    </button>
  );
}

export const Table = ({ children }: Props<'table'>) => (
  <div className={styles.tableBox} tabIndex={0} role="group" aria-label="Table">
    <table>{children}</table>
  </div>
);

/** The mark of a task; its text stands beside it, so the mark itself says the state. */
export const TaskMark = ({ checked = false }: Props<'input'>) => (
  <input type="checkbox" checked={checked} disabled aria-label={checked ? 'Done' : 'Not done'} />
);

const components: Components = { a: Link, img: Image, pre: Pre, code: Code, table: Table, input: TaskMark };
const plugins = [remarkGfm];

/** GitHub-flavoured Markdown, complete in itself. HTML in it stays text; nothing is fetched. */
export const Markdown = memo(function Markdown({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components} urlTransform={transformUrl}>
      {text}
    </ReactMarkdown>
  );
});

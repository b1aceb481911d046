import { memo, type ReactNode } from 'react';
import type { InlineNode } from './quick-inline.ts';
import type { QuickBlock, QuickList } from './quick-block.ts';
import { Code, Link, Table, TaskMark, transformUrl } from './markdown.tsx';

/** A block drawn without the Markdown parser, looking as it will. */
export const DraftBlock = memo(function DraftBlock({ block }: { readonly block: QuickBlock }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{inline(block.inline)}</p>;
    case 'quote':
      return (
        <blockquote>
          <p>{inline(block.inline)}</p>
        </blockquote>
      );
    case 'heading': {
      const Heading = `h${block.level}` as const;
      return <Heading>{inline(block.inline)}</Heading>;
    }
    case 'list':
      return <List list={block} />;
    case 'table':
      return (
        <Table>
          <thead>
            <tr>
              {block.head.map((cell, at) => (
                <th key={at} style={{ textAlign: block.align[at] }}>
                  {inline(cell)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, number) => (
              <tr key={number}>
                {row.map((cell, at) => (
                  <td key={at} style={{ textAlign: block.align[at] }}>
                    {inline(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      );
  }
});

function List({ list }: { readonly list: QuickList }) {
  const tasks = list.items.some((item) => item.task !== null);
  const items = list.items.map((item, at) => (
    <li key={at} className={item.task === null ? undefined : 'task-list-item'}>
      {item.task !== null && (
        <>
          <TaskMark checked={item.task === 'done'} />{' '}
        </>
      )}
      {inline(item.inline)}
      {item.lists.map((nested, number) => (
        <List key={number} list={nested} />
      ))}
    </li>
  ));
  const className = tasks ? 'contains-task-list' : undefined;
  if (list.start === null) return <ul className={className}>{items}</ul>;
  return (
    <ol className={className} start={list.start === 1 ? undefined : list.start}>
      {items}
    </ol>
  );
}

const inline = (nodes: readonly InlineNode[]): ReactNode => nodes.map(drawInline);

function drawInline(node: InlineNode, index: number): ReactNode {
  if (typeof node === 'string') return node;
  switch (node.kind) {
    case 'code':
      return <Code key={index}>{node.text}</Code>;
    case 'break':
      return <br key={index} />;
    case 'link':
      return (
        <Link key={index} href={transformUrl(node.href)}>
          {inline(node.children)}
        </Link>
      );
    default:
      return <node.kind key={index}>{inline(node.children)}</node.kind>;
  }
}

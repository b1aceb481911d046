import { basename } from 'node:path';
import type { Item, MessagePart, ToolResultPart } from '../../../src-shared/model/item.ts';
import type { ThreadSummary, Turn } from '../../../src-shared/model/thread.ts';

export interface ExportedTurn {
  readonly turn: Turn;
  readonly items: readonly Item[];
}

/** A thread as a Markdown document: what was said, run and changed, in order. */
export function threadAsMarkdown(thread: ThreadSummary, turns: readonly ExportedTurn[]): string {
  const head = [`# ${oneLine(thread.title) || thread.threadId}`, '', `Folder: \`${thread.cwd}\``];
  if (thread.branch !== null) head.push(`Branch: \`${thread.branch}\``);
  const body = turns.flatMap(({ turn, items }) => [...items.map(itemAsMarkdown), ending(turn)]);
  return `${[head.join('\n'), ...body.filter((part) => part !== '')].join('\n\n')}\n`;
}

/** A name that every file system takes. */
export function exportFileName(thread: ThreadSummary): string {
  const words = oneLine(thread.title)
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${words || thread.threadId}.md`;
}

function ending({ status, error }: Turn): string {
  if (status === 'failed') return `> **Failed.** ${quoted(error?.message ?? '')}`;
  return status === 'interrupted' ? '> **Interrupted.**' : '';
}

function itemAsMarkdown(item: Item): string {
  switch (item.kind) {
    case 'userMessage':
      return `## You\n\n${item.parts.map(partAsMarkdown).join('')}`;
    case 'agentMessage':
      return item.text === '' ? '' : `## Agent\n\n${item.text}`;
    case 'reasoning':
      return item.text === '' ? '' : details('Reasoning', item.text);
    case 'plan':
      return `### Plan\n\n${item.text}`;
    case 'command': {
      const result = item.exitCode === null ? item.status : `exit code ${item.exitCode}`;
      const output = item.output === '' ? '' : `\n\n${details(`Output (${result})`, fenced(item.output))}`;
      return `### Command\n\n${fenced(item.command, 'sh')}${output}`;
    }
    case 'fileChange':
      return item.changes
        .map(({ path, movedTo, diff, additions, deletions }) => {
          const name = movedTo === null ? `\`${path}\`` : `\`${path}\` → \`${movedTo}\``;
          return `### File change\n\n${name} (+${additions} −${deletions})\n\n${fenced(diff, 'diff')}`;
        })
        .join('\n\n');
    case 'toolCall': {
      const name = item.server === null ? item.tool : `${item.server}: ${item.tool}`;
      const parts = [
        item.arguments && fenced(item.arguments, 'json'),
        ...item.result.map(resultAsMarkdown),
        item.error ?? '',
      ];
      return `### Tool call\n\n\`${name}\`\n\n${parts.filter(Boolean).join('\n\n')}`;
    }
    case 'subAgent':
      return `### Sub-agent\n\n${item.action}${item.prompt === null ? '' : `\n\n> ${quoted(item.prompt)}`}`;
    case 'webSearch':
      return `### Web search\n\n${oneLine(item.query)}`;
    case 'image':
      return `### Image\n\n${item.caption ?? (item.source === null ? '' : shownSource(item.source))}`;
    case 'review':
      return item.text === '' ? '' : `### Review\n\n${item.text}`;
    case 'notice':
      return `> ${quoted(item.error.message)}`;
    case 'hook':
      return item.entries.length === 0 ? '' : `### Hook\n\n${item.event}\n\n${fenced(item.entries.join('\n'))}`;
    case 'autoReview':
      return `> Reviewed (${item.overruled ? 'overruled' : item.status}): ${quoted(item.action)}`;
    case 'compaction':
      return '> The context was compacted.';
    case 'unknown':
      return `### ${item.type}\n\n${fenced(item.json, 'json')}`;
    case 'sleep':
      return '';
  }
}

function partAsMarkdown(part: MessagePart): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'image':
      return `\n\n![${shownSource(part.source)}]`;
    case 'mention':
      return ` \`${part.path}\` `;
    case 'skill':
      return ` \`$${part.name}\` `;
  }
}

function resultAsMarkdown(part: ToolResultPart): string {
  if (part.kind === 'text') return fenced(part.text);
  return part.kind === 'json' ? fenced(part.json, 'json') : `![${shownSource(part.source)}]`;
}

/** Longer than every run of backticks inside. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}

const details = (title: string, text: string): string =>
  `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
const quoted = (text: string): string => text.trim().replaceAll('\n', '\n> ');
const shownSource = (source: string): string => (source.startsWith('data:') ? 'image' : basename(source));

import type { TurnId } from '../../../src-shared/model/ids.ts';
import type { Item } from '../../../src-shared/model/item.ts';
import { withoutAnsi } from '../../editor/ansi.ts';
import { itemOf, turnOf, type ThreadState } from '../../state/thread-store.ts';

/** A fence that is longer than any run of backticks inside. */
function fenced(text: string, language = ''): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text.replace(/\n$/, '')}\n${fence}`;
}
const quoted = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

/** What a copy of one item holds: its text, command and output, diff, or result. Empty when there is nothing to copy. */
export function itemText(item: Item): string {
  switch (item.kind) {
    case 'userMessage':
      return item.parts
        .map((part) =>
          part.kind === 'text'
            ? part.text
            : part.kind === 'image'
              ? ''
              : part.kind === 'skill'
                ? `$${part.name}`
                : part.path,
        ) // prettier-ignore
        .join('');
    case 'agentMessage':
    case 'reasoning':
    case 'plan':
    case 'review':
      return item.text;
    case 'command':
      return item.output === '' ? item.command : `$ ${item.command}\n${withoutAnsi(item.output)}`;
    case 'fileChange':
      return item.changes
        .map((change) => `--- ${change.path}\n+++ ${change.movedTo ?? change.path}\n${change.diff}`)
        .join('\n');
    case 'toolCall':
      return [item.arguments, item.error ?? '', ...item.result.map((part) => (part.kind === 'text' ? part.text : part.kind === 'json' ? part.json : ''))].filter((text) => text !== '').join('\n\n'); // prettier-ignore
    case 'subAgent':
      return item.prompt ?? '';
    case 'webSearch':
      return item.query;
    case 'image':
      return item.caption ?? item.source ?? '';
    case 'hook':
      return [item.message ?? '', ...item.entries].filter((text) => text !== '').join('\n');
    case 'autoReview':
      return [item.action, item.rationale ?? ''].filter((text) => text !== '').join('\n');
    case 'notice':
      return item.error.message;
    case 'unknown':
      return item.json;
    case 'compaction':
    case 'sleep':
      return '';
  }
}

/** One item as Markdown; empty for what says nothing in a document. */
function itemMarkdown(item: Item): string {
  switch (item.kind) {
    case 'userMessage':
      return quoted(itemText(item) || '(images)');
    case 'agentMessage':
    case 'plan':
    case 'review':
      return item.text.trim();
    case 'command': {
      const result = item.exitCode === null ? item.status : `exit ${item.exitCode}`;
      return `${fenced(itemText(item), 'sh')}\n\n_${result}_`;
    }
    case 'fileChange':
      return item.changes.map((change) => `\`${change.path}\` (${change.kind}, +${change.additions} −${change.deletions})\n\n${fenced(change.diff, 'diff')}`).join('\n\n'); // prettier-ignore
    case 'toolCall':
      return `Tool \`${item.server === null ? '' : `${item.server}.`}${item.tool}\`\n\n${fenced(itemText(item))}`;
    case 'webSearch':
      return `_Searched the web: ${item.query}_`;
    case 'notice':
      return `_${item.error.message}_`;
    default:
      return '';
  }
}

/** A whole turn as Markdown: question, what was done, answer. Thoughts, hooks and waits are left out. */
export function turnMarkdown(state: ThreadState, turnId: TurnId): string {
  const turn = turnOf(state, turnId);
  if (!turn) return '';
  return `${turn.itemIds
    .map((id) => itemOf(state, id))
    .map((item) => (item ? itemMarkdown(item) : ''))
    .filter((text) => text !== '')
    .join('\n\n')}\n`;
}

/** The finished answer of a turn: its last message of the agent. */
export function turnAnswer(state: ThreadState, turnId: TurnId): string {
  const items = (turnOf(state, turnId)?.itemIds ?? []).map((id) => itemOf(state, id));
  const answers = items.filter((item) => item?.kind === 'agentMessage' && item.text !== '');
  const last =
    answers.findLast((item) => item?.kind === 'agentMessage' && item.phase !== 'commentary') ?? answers.at(-1);
  return last?.kind === 'agentMessage' ? last.text : '';
}

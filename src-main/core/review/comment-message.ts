import type { ReviewComment } from '../../../src-shared/model/review.ts';

/** Longer excerpts are cut: the agent has the file. */
const MAX_EXCERPT_LINES = 40;

/** The message that brings review comments to the agent: file, lines and what stands there for each, in the order of file and line. */
export function commentMessage(words: string, comments: readonly ReviewComment[]): string {
  const byPlace = (a: ReviewComment, b: ReviewComment) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line || a.createdAt - b.createdAt;
  const blocks = [...comments].sort(byPlace).map(describe);
  const list = `Review comments:\n\n${blocks.join('\n\n')}`;
  const said = words.trim();
  if (said === '') return list;
  // A message that begins with these signs is a command of the composer, and these words are none.
  return /^[/!]/.test(said) ? `${list}\n\n${said}` : `${said}\n\n${list}`;
}

function describe({ path, side, line, endLine, excerpt, text }: ReviewComment, index: number): string {
  const lines = endLine > line ? `lines ${line}-${endLine}` : `line ${line}`;
  const where = `${index + 1}. ${path}, ${lines}${side === 'old' ? ' (before the change)' : ''}`;
  const shown = excerpt.replace(/\n$/, '').split('\n');
  const cut = shown.length > MAX_EXCERPT_LINES ? [...shown.slice(0, MAX_EXCERPT_LINES), '…'] : shown;
  const fence = fenceFor(excerpt);
  const quote = excerpt.trim() === '' ? [] : [fence, ...cut, fence];
  return [where, ...quote, text].join('\n');
}

/** A fence that the excerpt does not close. */
function fenceFor(excerpt: string): string {
  const longest = Math.max(2, ...[...excerpt.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  return '`'.repeat(longest + 1);
}

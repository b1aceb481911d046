import type { Item, ReviewItem } from './item.ts';
import type { ReviewFinding } from './review.ts';

/**
 * The findings in what a `/review` came to. The app-server sends them as text, after the overall words (0.124 and 0.169, measured):
 *
 *     Full review comments:            (or "Review comment:" for one)
 *
 *     - [P2] Title — /absolute/path:10-12
 *       body, indented by two blanks
 *
 * A review that did not answer in that form has none.
 * @param root folder that paths are told relative to, when they lie in it
 */
export function findingsOf(item: ReviewItem, root: string): readonly ReviewFinding[] {
  if (item.phase !== 'exited') return [];
  const lines = item.text.split('\n');
  const header = lines.findLastIndex((line) => /^(?:Full review comments|Review comment):$/.test(line));
  if (header < 0) return [];
  const findings: ReviewFinding[] = [];
  let body: string[] = [];
  const finish = () => {
    const last = findings.at(-1);
    if (last) findings[findings.length - 1] = { ...last, body: body.join('\n').trim() };
    body = [];
  };
  for (const line of lines.slice(header + 1)) {
    const match = /^- (?:\[[x ]\] )?(.+) — (.+):(\d+)-(\d+)$/.exec(line);
    if (!match) {
      body.push(line.startsWith('  ') ? line.slice(2) : line);
      continue;
    }
    finish();
    const [, heading = '', path = '', start = '', end = ''] = match;
    const priority = /^\[P(\d)\] /.exec(heading);
    findings.push({
      id: `${item.id}#${findings.length}`,
      turnId: item.turnId,
      title: heading.slice(priority?.[0].length ?? 0),
      body: '',
      path: relativeTo(root, path),
      line: Math.max(1, Number(start)),
      endLine: Math.max(1, Number(start), Number(end)),
      priority: priority ? Number(priority[1]) : null,
    });
  }
  finish();
  return findings;
}

/** The findings of the last review among items in their order: an older one spoke of other lines. */
export function latestFindings(items: Iterable<Item>, root: string): readonly ReviewFinding[] {
  let last: ReviewItem | null = null;
  for (const item of items) if (item.kind === 'review' && item.phase === 'exited') last = item;
  return last ? findingsOf(last, root) : [];
}

function relativeTo(root: string, path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const folder = `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`;
  return slashed.startsWith(folder) ? slashed.slice(folder.length) : path;
}

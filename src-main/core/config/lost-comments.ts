/** Whether a text has comments that another version of it lacks: Codex takes those beside and above a key out together with it. */
export function losesComments(before: string, after: string): boolean {
  const left = new Map<string, number>();
  for (const comment of commentsOf(after)) left.set(comment, (left.get(comment) ?? 0) + 1);
  return commentsOf(before).some((comment) => {
    const count = left.get(comment) ?? 0;
    left.set(comment, count - 1);
    return count <= 0;
  });
}

/** The comments of a TOML text, trimmed; a `#` inside of a string is none. */
export function commentsOf(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    const quote = /^(?:"""|'''|"|')/.exec(text.slice(at, at + 3))?.[0];
    if (quote !== undefined) at = endOfString(text, at + quote.length, quote);
    else if (text[at] === '#') {
      const end = text.indexOf('\n', at);
      const comment = text.slice(at, end < 0 ? text.length : end).trim();
      if (comment !== '#') found.push(comment);
      at = end < 0 ? text.length : end;
    } else at++;
  }
  return found;
}

/** Past the closing quotes; a string of one line ends with its line at the latest. */
function endOfString(text: string, start: number, quote: string): number {
  for (let at = start; at < text.length; at++) {
    if (text[at] === '\\' && quote.startsWith('"')) at++;
    else if (text.startsWith(quote, at)) return at + quote.length;
    else if (text[at] === '\n' && quote.length === 1) return at;
  }
  return text.length;
}

export interface MarkedPart {
  readonly text: string;
  readonly marked: boolean;
}

/** Splits a text at every occurrence of the term, ignoring case. Joined again the parts are the text. */
export function markMatches(text: string, term: string): readonly MarkedPart[] {
  const wanted = term.toLowerCase();
  const lower = text.toLowerCase();
  // Some letters change their length in lower case, and then the positions would not fit.
  if (wanted === '' || lower.length !== text.length) return [{ text, marked: false }];
  const parts: MarkedPart[] = [];
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), marked: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), marked: true });
  }
  if (from < text.length) parts.push({ text: text.slice(from), marked: false });
  return parts;
}

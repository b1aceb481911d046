/** More is read in the app, on its page of what is new. */
const MAX_CHARS = 1_200;

/** A release's notes as plain text: they come as HTML, or as a list by version, from whoever serves the updates. */
export function plainNotes(notes: unknown): string {
  const texts = Array.isArray(notes)
    ? notes.map((entry: unknown) => noteOf(entry))
    : [typeof notes === 'string' ? notes : ''];
  const plain = texts
    .join('\n\n')
    .replace(/<(?:br|\/p|\/li|\/h\d)\s*\/?>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return plain.length > MAX_CHARS ? `${plain.slice(0, MAX_CHARS - 1)}…` : plain;
}

function noteOf(entry: unknown): string {
  const note = typeof entry === 'object' && entry !== null && 'note' in entry ? entry.note : null;
  return typeof note === 'string' ? note : '';
}

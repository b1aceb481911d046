/** A place in a local file, as agents write it: `src/a.ts:12`, `/abs/a.ts#L12`, `file:///…`, `C:\a.ts:3:7`. */
export interface FileLink {
  readonly path: string;
  /** From 1; null without one. */
  readonly line: number | null;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const DRIVE = /^[a-z]:[\\/]/i;
const PLACE = /(?::(\d{1,7})(?:[:-]\d{1,7})?|#L(\d{1,7})(?:[-C]L?\d{1,7})*)$/;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The file that a link's address names, or null when it is an address of the web, an anchor, or anything with a scheme. */
export function parseFileLink(href: string): FileLink | null {
  let text = href;
  if (/^file:\/\//i.test(text)) text = text.replace(/^file:\/\/(?:localhost)?/i, '').replace(/^\/(?=[a-z]:[\\/])/i, '');
  else if (text === '' || text.startsWith('#') || text.startsWith('//')) return null;
  const place = PLACE.exec(text);
  const path = decoded(place ? text.slice(0, place.index) : text);
  if (path === '' || path.endsWith('/')) return null;
  // What is left of `name.ts:12` has no colon; `javascript:…`, `mailto:…` and `vscode://…` keep theirs.
  if (SCHEME.test(path) && !DRIVE.test(path)) return null;
  if (path.includes('\0') || path.includes('?')) return null;
  const line = Number(place?.[1] ?? place?.[2] ?? 0);
  return { path, line: line > 0 ? line : null };
}

const CODE_PATH =
  /^(?:[a-z]:[\\/]|~?\/|\.{0,2}\/)?(?:[\w@.+-]+[\\/])*[\w@.+-]*\.[a-z][\w]{0,9}(?::\d{1,7}(?::\d{1,7})?|#L\d{1,7})?$/i;

/** Inline code that surely names a file: it has a folder or a line number, and an extension. */
export function parseCodePath(code: string): FileLink | null {
  if (code.length > 300 || !CODE_PATH.test(code) || code.includes('//')) return null;
  const link = parseFileLink(code);
  return link && (link.line !== null || /[\\/]/.test(link.path)) ? link : null;
}

/** What a repository's settings and attributes may change between a file on the disk and its object. */
export interface Conversions {
  /** Some file may be stored as other bytes than it has on the disk. */
  readonly any: boolean;
  /** Ignore patterns, from the root, that name the files kept by LFS. */
  readonly lfsPatterns: readonly string[];
}

/** Attributes that convert, with the values that do. `-text`, `!eol`, `binary` and the like are none. */
const CONVERTS = /^(text(=auto)?|eol=\S+|crlf(=input)?|ident|filter=\S+|working-tree-encoding=\S+)$/;

/**
 * Reads `core.autocrlf` and attribute files (`gitattributes(5)`). Errs on the side of conversion: a pattern that matches nothing counts.
 * `folder` is where an attributes file lies, empty for the root, else with a slash at its end.
 */
export function readConversions(
  autocrlf: string,
  files: readonly { readonly folder: string; readonly text: string }[],
): Conversions {
  let any = !/^(|false|no|off|0)$/i.test(autocrlf);
  const lfsPatterns: string[] = [];
  for (const { folder, text } of files) {
    for (const line of text.split(/\r?\n/)) {
      const { pattern, attributes } = splitLine(line);
      if (attributes.some((attribute) => CONVERTS.test(attribute))) any = true;
      if (attributes.includes('filter=lfs') && pattern !== '') lfsPatterns.push(ignorePattern(folder, pattern));
    }
  }
  return { any, lfsPatterns };
}

function splitLine(line: string): { readonly pattern: string; readonly attributes: readonly string[] } {
  const trimmed = line.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return { pattern: '', attributes: [] };
  const match = /^("(?:[^"\\]|\\.)*"|\S+)\s*(.*)$/.exec(trimmed);
  const [, name = '', rest = ''] = match ?? [];
  // A macro defines attributes and names no files.
  const pattern = name.startsWith('[attr]') ? '' : name.startsWith('"') ? name.slice(1, -1) : name;
  return { pattern, attributes: rest.split(/\s+/) };
}

/** A pattern with a slash counts from the attributes file's folder, one without for every folder below it. */
function ignorePattern(folder: string, pattern: string): string {
  const bare = pattern.replace(/^\//, '');
  if (pattern.includes('/')) return `/${folder}${bare}`;
  return folder === '' ? bare : `/${folder}**/${bare}`;
}

import type { SshChoice } from '../../../src-shared/model/host.ts';

/** Enough for a list to choose from. */
const MAX_CHOICES = 500;

/**
 * The hosts that an `ssh_config` names: aliases without wildcards, in their order, each once, with the `HostName` and `User` of their own
 * block. `Match` blocks name no hosts. What OpenSSH makes of an alias is its own business: Skein hands it over as it is.
 *
 * @param include the texts of the files that an `Include` line names
 */
export function parseSshConfig(
  text: string,
  include: (pattern: string) => readonly string[] = () => [],
): readonly SshChoice[] {
  const found = new Map<string, { hostName: string | null; user: string | null }>();
  let current: readonly string[] = [];
  const read = (part: string, depth: number) => {
    for (const raw of part.split(/\r?\n/)) {
      const [key, value] = split(raw);
      switch (key) {
        case 'host':
          current = words(value).filter((alias) => !/[*?!]/.test(alias) && !alias.startsWith('-'));
          for (const alias of current) if (!found.has(alias)) found.set(alias, { hostName: null, user: null });
          break;
        case 'match':
          current = [];
          break;
        case 'include':
          // OpenSSH itself stops at 16.
          if (depth < 16)
            for (const pattern of words(value)) for (const other of include(pattern)) read(other, depth + 1);
          break;
        case 'hostname':
        case 'user':
          for (const alias of current) {
            const entry = found.get(alias);
            const field = key === 'user' ? 'user' : 'hostName';
            // The first value wins, as in OpenSSH.
            if (entry && entry[field] === null) entry[field] = words(value)[0] ?? null;
          }
      }
    }
  };
  read(text, 0);
  return [...found].slice(0, MAX_CHOICES).map(([alias, facts]) => ({ alias, ...facts }));
}

/** Keyword and arguments, apart by white space or one `=` (ssh_config(5)). */
function split(line: string): readonly [key: string, value: string] {
  const match = /^\s*([A-Za-z]\w*)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line);
  return match ? [(match[1] ?? '').toLowerCase(), match[2] ?? ''] : ['', ''];
}

/** Arguments may be quoted; a `#` begins a comment. */
function words(value: string): readonly string[] {
  const found: string[] = [];
  for (const [whole, quoted, plain] of value.matchAll(/"([^"]*)"|([^\s"#]+)|#.*/g)) {
    if (whole.startsWith('#')) break;
    found.push(quoted ?? plain ?? '');
  }
  return found;
}

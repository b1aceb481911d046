import { getClient } from '../../state/client.ts';
import { setNotice } from '../../state/composer-store.ts';
import type { Desk } from './desk.ts';
import { addImages, IMAGE_TYPES } from './images.ts';
import type { TokenPart } from './tokens.ts';

/** Paths of a `text/uri-list`: one address a line, `#` begins a comment. */
export function pathsOfUriList(list: string): readonly string[] {
  return list.split(/\r?\n/).flatMap((line) => {
    if (line.startsWith('#') || !URL.canParse(line)) return [];
    const url = new URL(line);
    if (url.protocol !== 'file:') return [];
    try {
      // `file:///C:/a` is a path of Windows without the first slash.
      return [decodeURIComponent(url.pathname).replace(/^\/(?=[A-Za-z]:\/)/, '')];
    } catch {
      return [];
    }
  });
}

/** A path as a mention: by its name inside the folder, whole outside of it. */
export function mentionOf(path: string, cwd: string | null): TokenPart {
  const base = cwd?.replace(/[\\/]$/, '');
  const inside = base !== undefined && (path.startsWith(`${base}/`) || path.startsWith(`${base}\\`));
  return { kind: 'mention', name: inside ? path.slice(base.length + 1) : path, path };
}

const insert = (desk: Desk, mentions: readonly TokenPart[]): void => {
  if (mentions.length === 0) return;
  desk.editor.insert(mentions.map((mention) => `@${mention.name}`).join(' '), mentions);
  desk.editor.focus();
};

/**
 * Takes what was dropped or picked: images go along, other files are mentioned. A browser tells the name of a file only, not where it
 * lies; then it is looked for in the thread's folder.
 */
export async function takeFiles(desk: Desk, files: readonly File[], uriList: string): Promise<void> {
  const images = files.filter((file) => IMAGE_TYPES.includes(file.type));
  const others = files.filter((file) => !IMAGE_TYPES.includes(file.type));
  if (images.length > 0) void addImages(desk, images);
  const paths = pathsOfUriList(uriList);
  if (images.length === 0 && paths.length > 0) {
    insert(
      desk,
      paths.map((path) => mentionOf(path, desk.subject?.cwd ?? null)),
    );
    return;
  }
  const missing: string[] = [];
  for (const file of others) {
    const mention = await findByName(desk, file.name);
    if (mention) insert(desk, [mention]);
    else missing.push(file.name);
  }
  if (missing.length > 0)
    setNotice(desk.key, {
      kind: 'problem',
      text: `${missing.join(', ')}: not found in this folder, or there are several. A message carries images (PNG, JPEG, GIF, WebP) and mentions files that the agent can reach; type @ to pick one.`,
    });
}

const SEARCH_LIMIT = 20;
/** The only file or folder with exactly this name below the thread's folder. */
async function findByName(desk: Desk, name: string): Promise<TokenPart | null> {
  const { serverId, cwd } = desk.subject ?? { serverId: null, cwd: null };
  if (serverId === null || cwd === null || name === '') return null;
  const result = await getClient().files.search({
    serverId,
    root: cwd,
    query: name.slice(0, 300),
    limit: SEARCH_LIMIT,
  });
  if (!result.ok) return null;
  const same = result.value.filter((hit) => hit.relative.replace(/\/$/, '').split('/').at(-1) === name);
  const [only] = same;
  return only && same.length === 1 ? { kind: 'mention', name: only.relative, path: only.path } : null;
}

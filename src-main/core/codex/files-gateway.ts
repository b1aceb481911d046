import { join } from 'node:path';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { CodexServer } from './codex-supervisor.ts';
import type { FuzzyFileSearchResult } from './protocol/generated/FuzzyFileSearchResult';

export interface FileMatch {
  readonly path: string;
  readonly relative: string;
  readonly kind: 'file' | 'folder';
  /** UTF-16 positions in `relative`, as the page marks them. */
  readonly indices: readonly number[];
}

/** The server looks at 50,000 files in 0.3 s (measured); what takes longer is of no use to somebody who types. */
const SEARCH_TIMEOUT_MS = 10_000;

/**
 * Fuzzy search below a folder, best first. The server leaves out what Git ignores, but searches `.git` itself; that is taken out here.
 *
 * @param token a search with the same token ends this one at the server, which then answers what it has so far; requests are taken up in
 *   any order, so an earlier one may end a later one
 */
export async function searchFiles(
  server: CodexServer,
  { root, query, token, signal }: { root: string; query: string; token: string; signal: AbortSignal },
): Promise<Result<readonly FileMatch[], AppError>> {
  const answer = await server.call(
    'fuzzyFileSearch',
    { query, roots: [root], cancellationToken: token },
    { timeoutMs: SEARCH_TIMEOUT_MS, signal },
  );
  return answer.ok ? ok(answer.value.files.filter(({ path }) => !isInGit(path)).map(mapMatch)) : answer;
}

const isInGit = (path: string): boolean => /(?:^|[\\/])\.git(?:[\\/]|$)/.test(path);

function mapMatch({ root, path, match_type, indices }: FuzzyFileSearchResult): FileMatch {
  return {
    path: join(root, path),
    relative: path,
    kind: match_type === 'directory' ? 'folder' : 'file',
    indices: toUtf16(path, indices ?? []),
  };
}

/** The server counts characters; JavaScript counts some of them twice. */
function toUtf16(text: string, positions: readonly number[]): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const character of text) {
    starts.push(at);
    at += character.length;
  }
  return positions.flatMap((position) => starts[position] ?? []);
}

import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { ok, type Result } from '../../../src-shared/result.ts';

/** A list of pages that does not end is cut off here. */
const MAX_PAGES = 50;

/** All entries of a list that the server hands out by pages. */
export async function everyPage<T>(
  load: (
    cursor: string | null,
  ) => Promise<Result<{ readonly data: readonly T[]; readonly nextCursor: string | null }, AppError>>,
): Promise<Result<readonly T[], AppError>> {
  const all: T[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await load(cursor);
    if (!answer.ok) return answer;
    all.push(...answer.value.data);
    cursor = answer.value.nextCursor;
    if (cursor === null) break;
  }
  return ok(all);
}

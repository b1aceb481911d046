import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ModelProvider } from '../../../src-shared/model/provider.ts';
import type { Result } from '../../../src-shared/result.ts';
import { changedElsewhere } from '../../state/changed-elsewhere.ts';
import { confirm } from '../../ui/overlay-requests.ts';

/** What a change of a provider is compared with. */
export const seenOf = ({ name, baseUrl, key }: ModelProvider) => ({
  name,
  baseUrl,
  keyVariable: key?.variable ?? null,
});

/**
 * Writes, and asks where another program was faster.
 *
 * @param write told whether to write whatever is there by now
 * @returns null when the user keeps what the other one wrote
 */
export async function writeOrAsk<T>(
  what: string,
  write: (overwrite: boolean) => Promise<Result<T, AppError>>,
): Promise<Result<T, AppError> | null> {
  const written = await write(false);
  if (written.ok || written.error.code !== 'config.changed-elsewhere') return written;
  return (await confirm(changedElsewhere(what, written.error.keys.length))) ? write(true) : null;
}

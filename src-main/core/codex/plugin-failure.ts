import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { maskSecrets } from './server-log.ts';

const MAX_DETAIL_CHARS = 2000;
const detailOf = (message: string): string => maskSecrets(message.trim()).slice(0, MAX_DETAIL_CHARS);

/** Why a plugin was refused, from the words of Codex (measured on 0.169.0). */
export function pluginFailure(error: AppError, pluginId: string): AppError {
  if (error.code !== 'codex.rejected') return error;
  const detail = detailOf(error.message);
  if (/not available for install/i.test(detail)) return { code: 'plugin.not-offered', pluginId };
  if (/plugin\.json|does not exist or is not a directory|is not a directory/i.test(detail)) {
    return { code: 'plugin.broken', pluginId, detail };
  }
  return { code: 'plugin.failed', pluginId, detail };
}

/** Why a marketplace was refused. `source`: what the user typed, or the marketplace's name. */
export function marketplaceFailure(error: AppError, source: string): AppError {
  if (error.code !== 'codex.rejected') return error;
  const detail = detailOf(error.message);
  if (/invalid marketplace source format/i.test(detail)) return { code: 'marketplace.bad-source', source };
  if (/failed to resolve local marketplace source/i.test(detail)) return { code: 'marketplace.no-folder', source };
  if (/does not contain a supported manifest/i.test(detail)) return { code: 'marketplace.none-there', source };
  if (/only supported for git marketplace|not configured as a Git marketplace/i.test(detail)) {
    return { code: 'marketplace.git-only', source };
  }
  if (/invalid marketplace file/i.test(detail)) return { code: 'marketplace.broken', source, detail };
  if (/git checkout .* failed/i.test(detail)) return { code: 'marketplace.no-ref', source, detail };
  if (/git (?:clone|fetch|ls-remote|pull)\b/i.test(detail)) return { code: 'marketplace.fetch-failed', source, detail };
  if (/not configured or installed/i.test(detail)) return { code: 'marketplace.not-added', name: source };
  return { code: 'marketplace.failed', source, detail };
}

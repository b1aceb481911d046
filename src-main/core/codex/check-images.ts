import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { InputPart } from '../../../src-shared/model/composer.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { createCatalogGateway } from './catalog-gateway.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** Refuses images for a model that is known not to see them: the server would take them and fail in the middle of the turn. */
export async function checkImages(
  server: CodexServer,
  parts: readonly InputPart[],
  model: string | null,
): Promise<Result<null, AppError>> {
  if (model === null || !parts.some(({ kind }) => kind === 'image')) return ok(null);
  const models = await createCatalogGateway(server).models();
  if (!models.ok) return models;
  const known = models.value.find(({ id }) => id === model);
  return known && !known.acceptsImages ? err({ code: 'input.image-unsupported', model: known.name }) : ok(null);
}

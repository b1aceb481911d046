import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { LocalModels } from '../../../src-shared/model/provider.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';

/** Programs that serve models on this machine, at the ports they take unless told otherwise. */
const LOCAL_SERVERS = [
  { name: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234/v1' },
] as const;

const LOCAL_TIMEOUT_MS = 1500;
const TIMEOUT_MS = 8000;
const MAX_MODELS = 1000;
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** The ids that `GET …/models` of an OpenAI-like service lists. Fails with `provider.unreachable`; the key is in no message. */
export async function listModels(
  baseUrl: string,
  key: string | null,
  timeoutMs = TIMEOUT_MS,
): Promise<Result<readonly string[], AppError>> {
  const failed = (reason: string) => err<AppError>({ code: 'provider.unreachable', baseUrl, reason });
  try {
    const response = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
      headers: { accept: 'application/json', ...(key !== null && { authorization: `Bearer ${key}` }) },
      // Another address was not what the user named, and must not get the key.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) return failed(`HTTP ${response.status}`);
    if (Number(response.headers.get('content-length') ?? 0) > MAX_ANSWER_BYTES) return failed('The answer is too long');
    const models = idsIn(await response.json());
    return models ? ok(models.slice(0, MAX_MODELS)) : failed('The answer is no list of models');
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** Looks for local model servers; what does not answer soon is not there. */
export async function findLocalModels(
  servers: readonly { readonly name: string; readonly baseUrl: string }[] = LOCAL_SERVERS,
): Promise<readonly LocalModels[]> {
  const found = await Promise.all(
    servers.map(async (server) => {
      const models = await listModels(server.baseUrl, null, LOCAL_TIMEOUT_MS);
      return models.ok ? [{ ...server, models: models.value }] : [];
    }),
  );
  return found.flat();
}

function idsIn(answer: unknown): readonly string[] | null {
  if (typeof answer !== 'object' || answer === null || !('data' in answer) || !Array.isArray(answer.data)) return null;
  return answer.data.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string' ? [entry.id] : [],
  );
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'No answer in time';
  return error.cause instanceof Error ? error.cause.message : error.message;
}

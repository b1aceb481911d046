import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile, type JsonFile } from '../storage/json-file.ts';

const token = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('environment'), name: z.string() }),
  /** `sealed`: encrypted by the system; null where nothing can be encrypted, and the token was in memory alone. */
  z.object({ kind: z.literal('typed'), sealed: z.string().nullable() }),
]);
const place = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('websocket'), url: z.string(), token }),
  z.object({ kind: z.literal('wsl'), distribution: z.string() }),
  z.object({ kind: z.literal('ssh'), destination: z.string() }),
]);
const storedHost = z.object({ id: z.string(), label: z.string(), place });

export type StoredToken = z.output<typeof token>;
export type StoredPlace = z.output<typeof place>;
export type StoredHost = z.output<typeof storedHost>;

/** The hosts that the user added, in the order they came. */
export const openHostStore = (options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}): Promise<JsonFile<readonly StoredHost[]>> => {
  const { skeinHome, ...rest } = options;
  return openJsonFile({ file: join(skeinHome, 'hosts.json'), schema: z.array(storedHost), fallback: [], ...rest });
};

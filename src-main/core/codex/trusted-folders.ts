import { z } from 'zod';
import { pathKey } from '../../../src-shared/model/path-key.ts';
import type { CodexServer } from './codex-supervisor.ts';

const config = z.object({
  projects: z.record(z.string(), z.object({ trust_level: z.string().nullish() })).nullish(),
});

/** Whether Codex's own configuration trusts a folder: its command line asked about it, or the server noted it. */
export async function readTrust(server: Pick<CodexServer, 'call'>): Promise<(folder: string) => boolean> {
  const answer = await server.call('config/read', {});
  const parsed = answer.ok ? config.safeParse(answer.value.config) : null;
  const projects = Object.entries(parsed?.data?.projects ?? {});
  const trusted = projects.flatMap(([path, { trust_level }]) => (trust_level === 'trusted' ? [pathKey(path)] : []));
  return (folder) => trusted.includes(pathKey(folder));
}

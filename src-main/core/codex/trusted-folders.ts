import { z } from 'zod';
import type { CodexServer } from './codex-supervisor.ts';

const config = z.object({
  projects: z.record(z.string(), z.object({ trust_level: z.string().nullish() })).nullish(),
});

/** The folders that Codex's own configuration trusts: its command line asked about them, or the server noted them. */
export async function trustedFolders(server: Pick<CodexServer, 'call'>): Promise<ReadonlySet<string>> {
  const answer = await server.call('config/read', {});
  const parsed = answer.ok ? config.safeParse(answer.value.config) : null;
  const projects = Object.entries(parsed?.data?.projects ?? {});
  return new Set(projects.flatMap(([path, { trust_level }]) => (trust_level === 'trusted' ? [path] : [])));
}

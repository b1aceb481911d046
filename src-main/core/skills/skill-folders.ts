import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** The folders of skills that the user has added, by server: Codex itself remembers them for one run only. */
export interface SkillFolders {
  of(serverId: ServerId): readonly string[];
  set(serverId: ServerId, folders: readonly string[]): void;
  notices(): readonly AppError[];
  dispose(): Promise<void>;
}

const stored = z.record(z.string(), z.array(z.string()));

export async function openSkillFolders(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: (error: AppError) => void;
}): Promise<SkillFolders> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile<z.infer<typeof stored>>({
    ...{ file: join(skeinHome, 'skill-folders.json'), schema: stored, fallback: {}, clock, log, report },
  });
  return {
    of: (serverId) => (Object.hasOwn(file.value(), serverId) ? file.value()[serverId] : undefined) ?? [],
    set: (serverId, folders) => void file.update((all) => ({ ...all, [serverId]: [...folders] })),
    notices: () => file.notices(),
    dispose: () => file.dispose(),
  };
}

import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { FileDesk } from '../../../src-shared/model/files.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** What is open in the editor of each folder. */
export interface DeskStore {
  get(root: string): FileDesk;
  set(root: string, desk: FileDesk): null;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

/** The folders that were not looked at for the longest time go when there are more. */
const MAX_FOLDERS = 300;
const EMPTY: FileDesk = { open: [], front: null, recent: [] };
const names = z.array(z.string()).readonly();
const schema = z.array(z.object({ root: z.string(), open: names, front: z.string().nullable(), recent: names }));

export async function openDeskStore(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<DeskStore> {
  const { skeinHome, ...rest } = options;
  const file = await openJsonFile({ file: join(skeinHome, 'open-files.json'), schema, fallback: [], ...rest });
  return {
    get: (root) => {
      const { root: _, ...desk } = file.value().find((entry) => entry.root === root) ?? { root, ...EMPTY };
      return desk;
    },
    set: (root, desk) => {
      file.update((entries) =>
        [...entries.filter((entry) => entry.root !== root), { root, ...desk }].slice(-MAX_FOLDERS),
      );
      return null;
    },
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

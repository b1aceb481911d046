import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { DraftTarget } from '../../../src-shared/contract/composer.ts';
import { inputParts } from '../../../src-shared/contract/fields.ts';
import type { Draft, InputPart } from '../../../src-shared/model/composer.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** What was typed and not sent, per thread and per new-thread page. */
export interface DraftStore {
  load(target: DraftTarget): Draft | null;
  /** Nothing but empty text removes it. */
  save(target: DraftTarget, parts: readonly InputPart[]): void;
  /** Ids of images that drafts hold: they are not swept. */
  imageIds(): ReadonlySet<string>;
  flush(): Promise<Result<null, AppError>>;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

/** The oldest ones go when there are more. */
export const MAX_DRAFTS = 1000;

const schema = z.array(z.object({ key: z.string(), parts: inputParts, savedAt: z.number() }));

export async function openDraftStore(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<DraftStore> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile({
    file: join(skeinHome, 'drafts.json'),
    schema,
    fallback: [],
    clock,
    log,
    ...(report && { report }),
  });
  return {
    load: (target) => {
      const key = keyOf(target);
      const found = file.value().find((draft) => draft.key === key);
      return found ? { parts: found.parts, savedAt: found.savedAt } : null;
    },
    save: (target, parts) => {
      const key = keyOf(target);
      const empty = parts.every((part) => part.kind === 'text' && part.text === '');
      file.update((drafts) => {
        const others = drafts.filter((draft) => draft.key !== key);
        if (empty) return others.length === drafts.length ? drafts : others;
        // Oldest first, so that a full list loses what was left alone the longest.
        return [...others, { key, parts: [...parts], savedAt: clock.now() }].slice(-MAX_DRAFTS);
      });
    },
    imageIds: () =>
      new Set(
        file.value().flatMap(({ parts }) => parts.flatMap((part) => (part.kind === 'image' ? [part.imageId] : []))),
      ),
    flush: () => file.flush(),
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

function keyOf(target: DraftTarget): string {
  if (target.kind === 'new') return JSON.stringify(['new', target.projectId]);
  return JSON.stringify(['thread', target.thread.serverId, target.thread.threadId]);
}

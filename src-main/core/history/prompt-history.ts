import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** What the user sent before, over all threads. */
export interface PromptHistory {
  /** Blank text and very long text are not kept. */
  add(cwd: string, text: string): void;
  /**
   * Newest first, each text once; those sent in `cwd` come before the others.
   *
   * @param search part of the text, whatever its case
   */
  list(options: {
    readonly cwd: string | null;
    readonly search: string | null;
    readonly limit: number;
  }): readonly string[];
  flush(): Promise<Result<null, AppError>>;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

export const MAX_PROMPTS = 1000;
/** Longer ones are pasted files more than prompts, and a thousand of them would not fit. */
export const MAX_PROMPT_CHARS = 32_768;

/** Newest first. */
const schema = z.array(z.object({ cwd: z.string(), text: z.string() }));

export async function openPromptHistory(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<PromptHistory> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile({
    file: join(skeinHome, 'history.json'),
    schema,
    fallback: [],
    clock,
    log,
    ...(report && { report }),
  });
  return {
    add: (cwd, text) => {
      if (text.trim() === '' || text.length > MAX_PROMPT_CHARS) return;
      file.update((prompts) => {
        const others = prompts.filter((prompt) => prompt.cwd !== cwd || prompt.text !== text);
        return [{ cwd, text }, ...others].slice(0, MAX_PROMPTS);
      });
    },
    list: ({ cwd, search, limit }) => {
      const needle = search?.toLowerCase() ?? '';
      const matching = file.value().filter(({ text }) => text.toLowerCase().includes(needle));
      const here = matching.filter((prompt) => prompt.cwd === cwd);
      const elsewhere = matching.filter((prompt) => prompt.cwd !== cwd);
      return [...new Set([...here, ...elsewhere].map(({ text }) => text))].slice(0, limit);
    },
    flush: () => file.flush(),
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

import { join } from 'node:path';
import { z } from 'zod';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import { path } from '../../../src-shared/contract/fields.ts';
import type { EarlierPrompt, InputPart } from '../../../src-shared/model/composer.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Clock, Log } from '../ports.ts';
import { openJsonFile } from '../storage/json-file.ts';

/** What the user sent before, over all threads. */
export interface PromptHistory {
  /** Blank text and very long text are not kept, images neither. */
  add(cwd: string, parts: readonly InputPart[]): void;
  /**
   * Newest first, each text once; those sent in `cwd` come before the others.
   *
   * @param search part of the text, whatever its case
   */
  list(options: {
    readonly cwd: string | null;
    readonly search: string | null;
    readonly limit: number;
  }): readonly EarlierPrompt[];
  flush(): Promise<Result<null, AppError>>;
  dispose(): Promise<void>;
  notices(): readonly AppError[];
}

export const MAX_PROMPTS = 1000;
/** Longer ones are pasted files more than prompts. */
export const MAX_PROMPT_CHARS = 16_384;
/** The file is written anew with every message, so it stays small; the oldest go first. */
export const MAX_ALL_CHARS = 400_000;

const named = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('mention'), name: z.string(), path }),
    z.object({ kind: z.literal('skill'), name: z.string(), path }),
  ]),
);
/** Newest first. Files of earlier versions have the text alone. */
const schema = z.array(z.object({ cwd: z.string(), text: z.string(), named: named.default([]) }));
type Prompt = z.output<typeof schema>[number];

export async function openPromptHistory(options: {
  readonly skeinHome: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly report?: (error: AppError) => void;
}): Promise<PromptHistory> {
  const { skeinHome, clock, log, report } = options;
  const file = await openJsonFile<readonly Prompt[]>({
    file: join(skeinHome, 'history.json'),
    schema,
    fallback: [],
    clock,
    log,
    ...(report && { report }),
  });
  return {
    add: (cwd, parts) => {
      const prompt = earlierPrompt(parts);
      if (prompt.text === '' || prompt.text.length > MAX_PROMPT_CHARS) return;
      file.update((prompts) => {
        const others = prompts.filter((other) => other.cwd !== cwd || other.text !== prompt.text);
        return withinLimits([{ cwd, text: prompt.text, named: [...prompt.named] }, ...others]);
      });
    },
    list: ({ cwd, search, limit }) => {
      const needle = search?.toLowerCase() ?? '';
      const matching = file.value().filter(({ text }) => text.toLowerCase().includes(needle));
      const here = matching.filter((prompt) => prompt.cwd === cwd);
      const elsewhere = matching.filter((prompt) => prompt.cwd !== cwd);
      const byText = new Map<string, EarlierPrompt>();
      for (const { text, named: stands } of [...here, ...elsewhere]) {
        if (byText.size === limit) break;
        if (!byText.has(text)) byText.set(text, { text, named: stands });
      }
      return [...byText.values()];
    },
    flush: () => file.flush(),
    dispose: () => file.dispose(),
    notices: () => file.notices(),
  };
}

/** The message as it was written in the box. */
function earlierPrompt(parts: readonly InputPart[]): EarlierPrompt {
  let text = '';
  const stands: EarlierPrompt['named'][number][] = [];
  for (const part of parts) {
    if (part.kind === 'text') text += part.text;
    if (part.kind === 'mention' || part.kind === 'skill') {
      text += `${part.kind === 'skill' ? '$' : '@'}${part.name}`;
      if (!stands.some(({ kind, path: known }) => kind === part.kind && known === part.path)) stands.push(part);
    }
  }
  return { text: text.trim(), named: stands };
}

function withinLimits(prompts: readonly Prompt[]): readonly Prompt[] {
  let chars = 0;
  const end = prompts.findIndex(({ cwd, text, named: stands }) => {
    chars += cwd.length + text.length + stands.reduce((sum, { name, path: to }) => sum + name.length + to.length, 0);
    return chars > MAX_ALL_CHARS;
  });
  return prompts.slice(0, Math.min(MAX_PROMPTS, end < 0 ? prompts.length : end));
}

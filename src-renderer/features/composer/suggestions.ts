import type { Catalog, PromptFile, Skill } from '../../../src-shared/model/catalog.ts';
import type { ServerCapabilities } from '../../../src-shared/model/server.ts';
import { bestMatches } from './rank.ts';
import { SLASH_COMMANDS, type SlashCommand } from './slash-commands.ts';

export interface FileHit {
  readonly path: string;
  readonly relative: string;
  readonly kind: 'file' | 'folder';
  /** Matched letters of `relative`. */
  readonly indices: readonly number[];
}
export type Suggestion =
  | { readonly kind: 'file'; readonly hit: FileHit }
  | { readonly kind: 'skill'; readonly skill: Skill }
  | { readonly kind: 'command'; readonly command: SlashCommand }
  | { readonly kind: 'prompt'; readonly prompt: PromptFile };

export const MAX_SUGGESTIONS = 50;

export const suggestionKey = (one: Suggestion): string => {
  switch (one.kind) {
    case 'file':
      return `file:${one.hit.path}`;
    case 'skill':
      return `skill:${one.skill.path}`;
    case 'command':
      return `command:${one.command.name}`;
    case 'prompt':
      return `prompt:${one.prompt.path}`;
  }
};

/** What a command is offered by: whether there is a thread, and what the server can do. */
export interface CommandPlace {
  readonly inThread: boolean;
  readonly capabilities: Pick<ServerCapabilities, 'goals'> | null;
}

/** Commands first, then prompts, then skills that are on, best match first. */
export function suggestCommands(
  query: string,
  catalog: Catalog | null,
  { inThread, capabilities }: CommandPlace,
): readonly Suggestion[] {
  const isOffered = ({ needsThread, needs }: SlashCommand) =>
    (inThread || !needsThread) && (needs === undefined || capabilities?.[needs] === true);
  const commands: Suggestion[] = SLASH_COMMANDS.filter(isOffered).map((command) => ({
    kind: 'command',
    command,
  }));
  const prompts: Suggestion[] = (catalog?.prompts ?? []).map((prompt) => ({ kind: 'prompt', prompt }));
  const skills = skillsOf(catalog).map((skill): Suggestion => ({ kind: 'skill', skill }));
  return bestMatches([...commands, ...prompts, ...skills], query, nameOf, MAX_SUGGESTIONS);
}

export const suggestSkills = (query: string, catalog: Catalog | null): readonly Suggestion[] =>
  bestMatches(skillsOf(catalog), query, (skill) => skill.name, MAX_SUGGESTIONS).map((skill) => ({
    kind: 'skill',
    skill,
  }));

const skillsOf = (catalog: Catalog | null): readonly Skill[] =>
  (catalog?.skills ?? []).filter((skill) => skill.enabled);

function nameOf(one: Suggestion): string {
  switch (one.kind) {
    case 'command':
      return one.command.name;
    case 'prompt':
      return one.prompt.name;
    case 'skill':
      return one.skill.name;
    case 'file':
      return one.hit.relative;
  }
}

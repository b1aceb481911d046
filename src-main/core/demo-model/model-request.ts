/** A tool that the app-server offers to the model, flattened out of its namespace. */
export type OfferedTool = { readonly name: string; readonly type: string; readonly namespace: string | undefined };

/** What a script may look at: the part of a Responses API request that decides the answer. */
export type ModelRequest = {
  readonly model: string;
  /** Stable for one thread; tells two threads apart that send the same words. */
  readonly threadKey: string;
  /** The last thing a person wrote: not the context that the app-server sends in the user's name. */
  readonly prompt: string;
  /** The tool outputs that came after it, oldest first. */
  readonly outputs: readonly string[];
  readonly tools: readonly OfferedTool[];
  readonly isPlanMode: boolean;
  /** The app-server wants the thread's goal worked on, for the `turn`th time (from 1); null when a person wrote. */
  readonly goal: { readonly objective: string; readonly turn: number } | null;
  /** The JSON schema that the answer must follow, where one was asked for (a review, a drafted message). */
  readonly schema: unknown;
  readonly inputItems: number;
};

type Fields = Readonly<Record<string, unknown>>;

/** Context that the app-server puts into user messages: each is a part of its own that starts with one of these. */
const CONTEXT =
  /^\s*(?:<(?:environment_context|user_instructions|turn_aborted|user_shell_command|instructions|skills?|skills_instructions|recommended_\w+|permissions|subagent_notification|hook_\w+|model_switch|apps_instructions|plugins_instructions|goal_context|codex_internal_context\s+source="user_goal"|memory_\w+)\b|# AGENTS\.md)/i;

const COLLABORATION_MODE = /<collaboration_mode>\s*#?\s*([^\n]*)/gi;

/** Reads the body of `POST /responses`. Unknown shapes yield empty values: a demo answers, it does not validate. */
export function readModelRequest(body: unknown): ModelRequest {
  const fields = asFields(body);
  const input = asFieldList(fields.input);
  const at = input.findLastIndex((item) => promptOf(item) !== '');
  const lastPrompt = input[at];
  const additional = input.flatMap((item) => (item.type === 'additional_tools' ? asFieldList(item.tools) : []));
  return {
    model: asText(fields.model),
    threadKey: asText(fields.prompt_cache_key),
    prompt: lastPrompt === undefined ? '' : promptOf(lastPrompt),
    outputs: input
      .slice(at + 1)
      .filter((item) => asText(item.type).endsWith('_output'))
      .map((item) => outputText(item.output)),
    tools: flatten([...asFieldList(fields.tools), ...additional]),
    isPlanMode: isPlanMode(input),
    goal: readGoal(input, at),
    schema: asFields(asFields(fields.text).format).schema,
    inputItems: input.length,
  };
}

/** What the app-server sends in the user's name to go on with a goal, and when the user sets one (0.169). */
const GOAL_TURN = '<codex_internal_context source="goal">';
const GOAL_SET = /<codex_internal_context source="user_goal">\s*User set the goal:/;

function readGoal(input: readonly Fields[], at: number): ModelRequest['goal'] {
  const isTurn = (item: Fields | undefined) => item?.role === 'user' && promptOf(item).startsWith(GOAL_TURN);
  if (!isTurn(input[at])) return null;
  const setAt = input.findLastIndex((item) => textParts(item.content).some((text) => GOAL_SET.test(text)));
  const objective = input.findLast(({ name }) => name === 'goal_objective');
  const turn = input.slice(setAt + 1, at + 1).filter(isTurn).length;
  return { objective: objective ? outputText(objective.output) : '', turn };
}

function promptOf(item: Fields): string {
  if (item.role !== 'user' || (item.type !== 'message' && item.type !== undefined)) return '';
  return textParts(item.content)
    .filter((text) => !CONTEXT.test(text))
    .join('\n')
    .trim();
}

function isPlanMode(input: readonly Fields[]): boolean {
  let mode = '';
  for (const item of input) {
    if (item.role !== 'developer') continue;
    for (const text of textParts(item.content)) {
      for (const found of text.matchAll(COLLABORATION_MODE)) {
        // "<collaboration_mode>...</collaboration_mode>" is also quoted inside the instructions themselves.
        if (found[1]?.startsWith('.') === false) mode = found[1];
      }
    }
  }
  return /\bplan\b/i.test(mode);
}

function flatten(tools: readonly Fields[], namespace?: string): OfferedTool[] {
  return tools.flatMap((tool): OfferedTool[] => {
    const type = asText(tool.type);
    const name = asText(tool.name) || type;
    return type === 'namespace' ? flatten(asFieldList(tool.tools), name) : [{ name, type, namespace }];
  });
}

function outputText(output: unknown): string {
  if (typeof output === 'string') return output;
  const content = asFields(output).content;
  return textParts(content === undefined ? output : content).join('\n');
}

function textParts(content: unknown): string[] {
  if (typeof content === 'string') return [content];
  return asFieldList(content).map((part) => asText(part.text));
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function asFieldList(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(asFields) : [];
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

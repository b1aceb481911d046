import type { ModelRequest, OfferedTool } from './model-request.ts';

export type Question = {
  readonly id: string;
  readonly header: string;
  readonly question: string;
  readonly options: readonly { readonly label: string; readonly description: string }[];
};

export type PlanStep = { readonly step: string; readonly status: 'pending' | 'in_progress' | 'completed' };

/** What a script wants done, independent of which tools this model is offered. */
export type ToolCall =
  | { readonly tool: 'command'; readonly command: string; readonly escalate?: string; readonly yieldMs?: number }
  | { readonly tool: 'patch'; readonly patch: string }
  | { readonly tool: 'plan'; readonly explanation: string; readonly plan: readonly PlanStep[] }
  | { readonly tool: 'ask'; readonly questions: readonly Question[] }
  /** Any tool by its name, `namespace.name` or `namespace__name`; `args` is the JSON text of its arguments. */
  | { readonly tool: 'named'; readonly name: string; readonly args: string };

/** A call item as the Responses API sends it, without its ids. */
export type CallItem =
  | { readonly type: 'function_call'; readonly name: string; readonly namespace?: string; readonly arguments: string }
  | { readonly type: 'custom_tool_call'; readonly name: string; readonly namespace?: string; readonly input: string };

const DEFAULT_YIELD_MS = 10_000;

/**
 * Words a call for the tools on offer, or answers undefined when none of them can do it. The app-server offers flat
 * function tools, tools in a namespace, or (code mode) one `exec` tool that runs JavaScript with the tools as functions.
 */
export function toCallItem(call: ToolCall, { tools }: Pick<ModelRequest, 'tools'>): CallItem | undefined {
  switch (call.tool) {
    case 'command':
      return commandItem(call, tools);
    case 'patch':
      return patchItem(call.patch, tools);
    case 'plan':
      return jsonItem('update_plan', { explanation: call.explanation, plan: call.plan }, tools);
    case 'ask':
      return jsonItem('request_user_input', { questions: call.questions }, tools);
    case 'named':
      return namedItem(call.name, call.args, tools);
  }
}

function commandItem(
  call: Extract<ToolCall, { tool: 'command' }>,
  tools: readonly OfferedTool[],
): CallItem | undefined {
  const leave =
    call.escalate === undefined ? {} : { sandbox_permissions: 'require_escalated', justification: call.escalate };
  const args = { cmd: call.command, yield_time_ms: call.yieldMs ?? DEFAULT_YIELD_MS, ...leave };
  const flat = jsonFunction('exec_command', args, tools);
  if (flat !== undefined) return flat;
  // Code mode hides `exec_command` behind the JavaScript tool.
  return scriptItem(`const done = await tools.exec_command(${JSON.stringify(args)});\ntext(done);`, tools);
}

function patchItem(patch: string, tools: readonly OfferedTool[]): CallItem | undefined {
  const tool = tools.find(({ name }) => name === 'apply_patch');
  if (tool?.type === 'custom') {
    return { type: 'custom_tool_call', name: tool.name, ...inNamespace(tool), input: patch };
  }
  if (tool !== undefined) return jsonFunction('apply_patch', { input: patch }, tools);
  const script = scriptItem(`text(await tools.apply_patch(${JSON.stringify(patch)}));`, tools);
  if (script !== undefined) return script;
  // Models without the tool pipe the patch into a command of the same name, which the app-server intercepts.
  return commandItem({ tool: 'command', command: `apply_patch <<'PATCH'\n${patch}\nPATCH` }, tools);
}

function namedItem(name: string, args: string, tools: readonly OfferedTool[]): CallItem | undefined {
  const tool = tools.find(
    (offered) =>
      offered.name === name ||
      (offered.namespace !== undefined &&
        [
          offered.namespace + offered.name,
          `${offered.namespace}.${offered.name}`,
          `${offered.namespace}__${offered.name}`,
        ].includes(name)),
  );
  if (tool !== undefined) return { type: 'function_call', name: tool.name, ...inNamespace(tool), arguments: args };
  return scriptItem(`text(await tools[${JSON.stringify(name)}](${args}));`, tools);
}

function jsonItem(name: string, args: object, tools: readonly OfferedTool[]): CallItem | undefined {
  return jsonFunction(name, args, tools) ?? scriptItem(`text(await tools.${name}(${JSON.stringify(args)}));`, tools);
}

function jsonFunction(name: string, args: object, tools: readonly OfferedTool[]): CallItem | undefined {
  const tool = tools.find((offered) => offered.name === name);
  return tool && { type: 'function_call', name, ...inNamespace(tool), arguments: JSON.stringify(args) };
}

function scriptItem(source: string, tools: readonly OfferedTool[]): CallItem | undefined {
  const exec = tools.find(({ name, type }) => name === 'exec' && type === 'custom');
  return exec && { type: 'custom_tool_call', name: exec.name, ...inNamespace(exec), input: source };
}

function inNamespace({ namespace }: OfferedTool): { namespace?: string } {
  return namespace === undefined ? {} : { namespace };
}

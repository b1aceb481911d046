import { z } from 'zod';
import type { AmendmentRule, ElicitationApproval, PermissionsApproval } from '../../../src-shared/model/approval.ts';
import { itemId } from '../../../src-shared/model/ids.ts';
import type { ItemId, ThreadId, TurnId } from '../../../src-shared/model/ids.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import type { ApprovalDraft } from './approval-draft.ts';
import { readForm } from './elicitation-form.ts';
import { mapLegacyCommand, mapLegacyPatch } from './map-legacy-approval.ts';
import type { AdditionalPermissionProfile } from './protocol/generated/v2/AdditionalPermissionProfile';
import type { CommandExecutionApprovalDecision } from './protocol/generated/v2/CommandExecutionApprovalDecision';
import type { FileSystemSandboxEntry } from './protocol/generated/v2/FileSystemSandboxEntry';
import type { AnswerTo, RequestOf, ServerRequest } from './protocol-types.ts';
import { mapCommandActions, shownCommand } from './shown-command.ts';

/** What becomes of a request of the server: the user is asked, or it is answered or refused at once. */
export type MappedRequest =
  | { readonly kind: 'ask'; readonly draft: ApprovalDraft }
  | { readonly kind: 'answer'; readonly value: unknown }
  | { readonly kind: 'refuse'; readonly code: number; readonly message: string };

const NOT_SUPPORTED = -32601;

/** @param now milliseconds since the epoch, for servers that do not say when they asked */
export function mapApproval(request: ServerRequest, now: number): MappedRequest {
  switch (request.method) {
    case 'item/commandExecution/requestApproval':
      return ask(mapCommand(request, now));
    case 'item/fileChange/requestApproval': {
      const { reason = null, grantRoot = null } = request.params;
      return ask({ kind: 'fileChange', ...place(request.params, now), changes: [], reason, grantRoot });
    }
    case 'item/permissions/requestApproval': {
      const { reason, cwd, permissions } = request.params;
      return ask({ kind: 'permissions', ...place(request.params, now), reason, cwd, wants: wantsOf(permissions) });
    }
    case 'item/tool/requestUserInput':
      return ask(mapQuestion(request, now));
    case 'mcpServer/elicitation/request':
      return mapElicitation(request, now);
    case 'item/tool/call': {
      // Skein offers no tools of its own; a thread started by another client may still remember that client's.
      const text = `The tool ${request.params.tool} belongs to another client and cannot run in Skein.`;
      const value: AnswerTo<'item/tool/call'> = { success: false, contentItems: [{ type: 'inputText', text }] };
      return { kind: 'answer', value };
    }
    case 'currentTime/read': {
      const value: AnswerTo<'currentTime/read'> = { currentTimeAt: Math.floor(now / 1000) };
      return { kind: 'answer', value };
    }
    case 'attestation/generate':
      return { kind: 'refuse', code: NOT_SUPPORTED, message: 'Skein generates no attestation' };
    case 'account/chatgptAuthTokens/refresh':
      return { kind: 'refuse', code: NOT_SUPPORTED, message: 'Skein holds no ChatGPT tokens for this server' };
    case 'applyPatchApproval':
      return ask(mapLegacyPatch(request, now));
    case 'execCommandApproval':
      return ask(mapLegacyCommand(request, now));
    default:
      return assertNever(request);
  }
}

const ask = (draft: ApprovalDraft): MappedRequest => ({ kind: 'ask', draft });

interface Place {
  readonly threadId: string;
  readonly turnId: string;
  readonly itemId: string;
  /** Missing in 0.124. */
  readonly startedAtMs?: number;
}
function place(params: Place, now: number) {
  return {
    threadId: params.threadId as ThreadId,
    turnId: params.turnId as TurnId,
    itemId: itemId(params.turnId, params.itemId) as ItemId | null,
    askedAt: params.startedAtMs ?? now,
  };
}

function mapCommand({ params }: RequestOf<'item/commandExecution/requestApproval'>, now: number): ApprovalDraft {
  const { command, cwd, reason, commandActions, networkApprovalContext: network, additionalPermissions } = params;
  return {
    kind: 'command',
    ...place(params, now),
    command: shownCommand(command ?? ''),
    cwd: cwd ?? null,
    reason: reason ?? null,
    actions: mapCommandActions(commandActions ?? []),
    network: network ? { host: network.host, protocol: network.protocol } : null,
    extraPermissions: additionalPermissions
      ? wantsOf(additionalPermissions).map(({ access, target }) => `${access} ${target}`)
      : [],
    rules: amendmentsOf(params).map(({ rule }) => rule),
  };
}

/**
 * The rules that may be written, each with the decision that writes it. What the server lists as available decides; where it lists
 * nothing (older ones), what it proposes does.
 */
export function amendmentsOf(
  params: RequestOf<'item/commandExecution/requestApproval'>['params'],
): readonly { readonly rule: AmendmentRule; readonly decision: CommandExecutionApprovalDecision }[] {
  const { availableDecisions, proposedExecpolicyAmendment, proposedNetworkPolicyAmendments } = params;
  const decisions: readonly CommandExecutionApprovalDecision[] = availableDecisions ?? [
    ...(proposedExecpolicyAmendment
      ? [{ acceptWithExecpolicyAmendment: { execpolicy_amendment: proposedExecpolicyAmendment } }]
      : []),
    ...(proposedNetworkPolicyAmendments ?? []).map((amendment) => ({
      applyNetworkPolicyAmendment: { network_policy_amendment: amendment },
    })),
  ];
  return decisions.flatMap((decision) => {
    const rule = ruleOf(decision);
    return rule ? [{ rule, decision }] : [];
  });
}

function ruleOf(decision: CommandExecutionApprovalDecision): AmendmentRule | null {
  if (typeof decision === 'string') return null;
  if ('acceptWithExecpolicyAmendment' in decision) {
    return { kind: 'command', prefix: decision.acceptWithExecpolicyAmendment.execpolicy_amendment };
  }
  const { host, action } = decision.applyNetworkPolicyAmendment.network_policy_amendment;
  return { kind: 'network', host, action };
}

function wantsOf({ network, fileSystem }: AdditionalPermissionProfile): PermissionsApproval['wants'] {
  // `read` and `write` repeat what newer servers say in `entries`.
  const files = fileSystem?.entries ?? [
    ...(fileSystem?.read ?? []).map((path) => entry(path, 'read')),
    ...(fileSystem?.write ?? []).map((path) => entry(path, 'write')),
  ];
  return [
    ...files.flatMap(({ path, access }) => (access === 'deny' ? [] : [{ access, target: targetOf(path) }])),
    ...(network?.enabled ? [{ access: 'network' as const, target: '*' }] : []),
  ];
}

const entry = (path: string, access: 'read' | 'write'): FileSystemSandboxEntry => ({
  path: { type: 'path', path },
  access,
});

/** Codex's own spelling of its special places, as in `config.toml`. */
function targetOf(path: FileSystemSandboxEntry['path']): string {
  if (path.type === 'path') return path.path;
  if (path.type === 'glob_pattern') return path.pattern;
  const { value } = path;
  if (value.kind === 'unknown') return [value.path, value.subpath].filter(Boolean).join('/');
  const sub = value.kind === 'project_roots' ? value.subpath : null;
  return [`:${value.kind}`, sub].filter(Boolean).join('/');
}

function mapQuestion({ params }: RequestOf<'item/tool/requestUserInput'>, now: number): ApprovalDraft {
  // Deprecated in 0.169 and missing in 0.124, yet the only word on when a question stops waiting.
  const { autoResolutionMs: afterMs = null } = params as { autoResolutionMs?: number | null };
  return {
    kind: 'question',
    ...place(params, now),
    questions: params.questions.map(({ id, header, question, options, isOther, isSecret }) => ({
      id,
      header,
      question,
      options: options ?? [],
      // Without options there is nothing but free words.
      allowsOther: isOther || !options?.length,
      secret: isSecret,
    })),
    resolvesAt: afterMs === null ? null : now + afterMs,
  };
}

/** What Codex says about a tool call that it wants approved through an elicitation (measured on both versions). */
const toolCallMeta = z.object({
  codex_approval_kind: z.literal('mcp_tool_call'),
  tool_name: z.string().optional(),
  tool_title: z.string().optional(),
  tool_description: z.string().nullish(),
  tool_params: z.unknown().optional(),
  persist: z.union([z.string(), z.array(z.string())]).nullish(),
});

function mapElicitation({ params }: RequestOf<'mcpServer/elicitation/request'>, now: number): MappedRequest {
  if (params.mode === 'openai/userVerification') {
    // A challenge that only OpenAI's own apps can meet.
    const value: AnswerTo<'mcpServer/elicitation/request'> = { action: 'decline', content: null, _meta: null };
    return { kind: 'answer', value };
  }
  return ask({
    kind: 'elicitation',
    threadId: params.threadId as ThreadId,
    turnId: params.turnId as TurnId | null,
    itemId: null,
    askedAt: now,
    server: params.serverName,
    message: params.message,
    form: formOf(params),
  });
}

type Elicitation = Exclude<RequestOf<'mcpServer/elicitation/request'>['params'], { mode: 'openai/userVerification' }>;

function formOf(params: Elicitation): ElicitationApproval['form'] {
  if (params.mode === 'url') return { kind: 'url', url: params.url };
  const meta = toolCallMeta.safeParse(params._meta);
  if (meta.success) {
    const { tool_title, tool_name, tool_description = null, tool_params = {}, persist } = meta.data;
    const remember = [persist ?? []].flat();
    return {
      kind: 'toolCall',
      // 0.124 names the tool in the message alone.
      tool: tool_title ?? tool_name ?? /run tool "(.+)"\?$/.exec(params.message)?.[1] ?? '',
      description: tool_description,
      arguments: JSON.stringify(tool_params, null, 2),
      remember: (['session', 'always'] as const).filter((scope) => remember.includes(scope)),
    };
  }
  const rules = readForm(params.requestedSchema);
  if (rules) return { kind: 'fields', fields: rules.map(({ field }) => field) };
  return { kind: 'json', schema: JSON.stringify(params.requestedSchema, null, 2) };
}

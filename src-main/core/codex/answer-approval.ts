import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import { assertNever } from '../../../src-shared/assert-never.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';
import { checkForm, readForm } from './elicitation-form.ts';
import type { FormValue } from './elicitation-form.ts';
import { amendmentsOf } from './map-approval.ts';
import type { CommandExecutionApprovalDecision } from './protocol/generated/v2/CommandExecutionApprovalDecision';
import type { PermissionGrantScope } from './protocol/generated/v2/PermissionGrantScope';
import type { ReviewDecision } from './protocol/generated/ReviewDecision';
import type { AnswerTo, RequestMethod, RequestOf, ServerRequest } from './protocol-types.ts';

/** How an answer of the user is carried out. */
export interface AnswerPlan {
  /** Goes to the server. With `interrupt` it is only sent when the turn could not be ended. */
  readonly response: unknown;
  /** The request has no answer that ends the turn: end it by itself. */
  readonly interrupt: boolean;
  /** For the agent, once the response is out, where the response has no field for them; empty: nothing. */
  readonly words: string;
}

/** The request kinds that the user is asked about. */
export type AskedRequest = Exclude<
  ServerRequest,
  RequestOf<'item/tool/call' | 'currentTime/read' | 'attestation/generate' | 'account/chatgptAuthTokens/refresh'>
>;

type Planned = Result<AnswerPlan, AppError>;

const NOT_OFFERED: Planned = err({ code: 'approval.not-offered' });
const badAnswer = (issues: readonly string[]): Planned => err({ code: 'approval.bad-answer', issues });
/** Types the response by its method. */
const respond =
  <M extends RequestMethod>(_method: M) =>
  (response: AnswerTo<M>, words = ''): Planned =>
    ok({ response, interrupt: false, words });
const endTurn = <M extends RequestMethod>(_method: M, otherwise: AnswerTo<M>): Planned =>
  ok({ response: otherwise, interrupt: true, words: '' });

export function planAnswer(request: AskedRequest, answer: ApprovalAnswer): Planned {
  switch (request.method) {
    case 'item/commandExecution/requestApproval':
      return answerCommand(request, answer);
    case 'item/fileChange/requestApproval':
      return answerFileChange(request, answer);
    case 'item/permissions/requestApproval':
      return answerPermissions(request, answer);
    case 'item/tool/requestUserInput':
      return answerQuestion(request, answer);
    case 'mcpServer/elicitation/request':
      return answerElicitation(request, answer);
    case 'applyPatchApproval':
    case 'execCommandApproval':
      return answerLegacy(request, answer);
    default:
      return assertNever(request);
  }
}

/** The answer that lets nothing happen, for when nobody will answer any more. */
export function refusalOf(request: AskedRequest): unknown {
  const plan = planAnswer(request, { kind: 'decline', words: '' });
  return plan.ok ? plan.value.response : null;
}

/** *Approve once*, *for this session*, *Decline* and *Cancel turn* are honoured even when the server does not list them (measured). */
function answerCommand(request: RequestOf<'item/commandExecution/requestApproval'>, answer: ApprovalAnswer): Planned {
  const decide = (decision: CommandExecutionApprovalDecision, words?: string) =>
    respond(request.method)({ decision }, words);
  switch (answer.kind) {
    case 'approveOnce':
      return decide('accept');
    case 'approveSession':
      return decide('acceptForSession');
    case 'alwaysAllow': {
      const amendment = amendmentsOf(request.params)[answer.rule];
      return amendment ? decide(amendment.decision) : NOT_OFFERED;
    }
    case 'decline':
      return decide('decline', answer.words);
    case 'cancelTurn':
      return decide('cancel');
    default:
      return NOT_OFFERED;
  }
}

function answerFileChange({ method }: RequestOf<'item/fileChange/requestApproval'>, answer: ApprovalAnswer): Planned {
  const answerWith = respond(method);
  switch (answer.kind) {
    case 'approveOnce':
      return answerWith({ decision: 'accept' });
    case 'approveSession':
      return answerWith({ decision: 'acceptForSession' });
    case 'decline':
      return answerWith({ decision: 'decline' }, answer.words);
    case 'cancelTurn':
      return answerWith({ decision: 'cancel' });
    default:
      return NOT_OFFERED;
  }
}

function answerPermissions(
  { method, params }: RequestOf<'item/permissions/requestApproval'>,
  answer: ApprovalAnswer,
): Planned {
  const { network, fileSystem } = params.permissions;
  const grant = (scope: PermissionGrantScope) =>
    respond(method)({ permissions: { ...(network && { network }), ...(fileSystem && { fileSystem }) }, scope });
  const nothing: AnswerTo<typeof method> = { permissions: {}, scope: 'turn' };
  switch (answer.kind) {
    case 'approveOnce':
      return grant('turn');
    case 'approveSession':
      return grant('session');
    case 'decline':
      return respond(method)(nothing, answer.words);
    case 'cancelTurn':
      return endTurn(method, nothing);
    default:
      return NOT_OFFERED;
  }
}

function answerQuestion({ method, params }: RequestOf<'item/tool/requestUserInput'>, answer: ApprovalAnswer): Planned {
  switch (answer.kind) {
    case 'answers': {
      const issues = answerIssues(params.questions, answer.answers);
      if (issues.length > 0) return badAnswer(issues);
      const given = Object.entries(answer.answers).filter(([, answers]) => answers.length > 0);
      return respond(method)({
        answers: Object.fromEntries(given.map(([id, answers]) => [id, { answers: [...answers] }])),
      });
    }
    case 'decline':
      return respond(method)({ answers: {} }, answer.words);
    case 'cancelTurn':
      return endTurn(method, { answers: {} });
    default:
      return NOT_OFFERED;
  }
}

/** A question may be left out, but not all of them: that is *Decline*. */
function answerIssues(
  questions: RequestOf<'item/tool/requestUserInput'>['params']['questions'],
  answers: Readonly<Record<string, readonly string[]>>,
): readonly string[] {
  const given = Object.entries(answers).filter(([, values]) => values.length > 0);
  if (given.length === 0) return ['answers: missing'];
  return given.flatMap(([id, values]) => {
    const question = questions.find((each) => each.id === id);
    if (!question) return [`${id}: unknown-field`];
    const { options, isOther } = question;
    if (values.some((value) => value === '')) return [`${id}: missing`];
    const open = isOther || !options?.length;
    return open || values.every((value) => options.some(({ label }) => label === value))
      ? []
      : [`${id}: not-an-option`];
  });
}

function answerElicitation(
  { method, params }: RequestOf<'mcpServer/elicitation/request'>,
  answer: ApprovalAnswer,
): Planned {
  const answerWith = respond(method);
  const accept = (content: Readonly<Record<string, FormValue>> | null, persist?: 'session' | 'always') =>
    answerWith({ action: 'accept', content: copyOf(content), _meta: persist ? { persist } : null });
  const rules = 'requestedSchema' in params ? readForm(params.requestedSchema) : null;
  const persists = [persistOf(params._meta)].flat();
  switch (answer.kind) {
    case 'approveOnce':
      if (params.mode === 'url') return accept(null);
      // A form without fields asks for nothing but a yes.
      return rules?.length === 0 ? accept({}) : NOT_OFFERED;
    case 'approveSession':
      return rules?.length === 0 && persists.includes('session') ? accept({}, 'session') : NOT_OFFERED;
    case 'alwaysAllow':
      return rules?.length === 0 && persists.includes('always') && answer.rule === 0
        ? accept({}, 'always')
        : NOT_OFFERED;
    case 'submitForm': {
      if (!('requestedSchema' in params)) return NOT_OFFERED;
      // A schema that could not be drawn is answered as written; the MCP server checks it.
      if (!rules) return accept(answer.values);
      const checked = checkForm(rules, answer.values);
      return checked.ok ? accept(checked.value) : badAnswer(checked.error);
    }
    case 'decline':
      return answerWith({ action: 'decline', content: null, _meta: null }, answer.words);
    case 'cancelTurn': {
      const cancel: AnswerTo<typeof method> = { action: 'cancel', content: null, _meta: null };
      return params.turnId === null ? answerWith(cancel) : endTurn(method, cancel);
    }
    default:
      return NOT_OFFERED;
  }
}

function persistOf(meta: unknown): unknown {
  return typeof meta === 'object' && meta !== null && 'persist' in meta ? meta.persist : [];
}

/** JSON as the protocol's types want it: arrays that may be changed. */
function copyOf(content: Readonly<Record<string, FormValue>> | null) {
  if (content === null) return null;
  return Object.fromEntries(
    Object.entries(content).map(([name, value]) => [name, typeof value === 'object' ? [...value] : value]),
  );
}

function answerLegacy(
  { method }: RequestOf<'applyPatchApproval' | 'execCommandApproval'>,
  answer: ApprovalAnswer,
): Planned {
  const decide = (decision: ReviewDecision) => respond(method)({ decision });
  switch (answer.kind) {
    case 'approveOnce':
      return decide('approved');
    case 'approveSession':
      return decide('approved_for_session');
    case 'decline':
      // Here the words travel with the refusal.
      return decide({ denied: { rejection: answer.words } });
    case 'cancelTurn':
      return decide('abort');
    default:
      return NOT_OFFERED;
  }
}

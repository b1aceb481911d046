import { describe, expect, it } from 'vitest';
import type { ApprovalAnswer } from '../../../src-shared/model/approval.ts';
import { planAnswer, refusalOf } from './answer-approval.ts';
import type { AskedRequest } from './answer-approval.ts';

const request = (method: string, params: object) => ({ id: 0, method, params }) as AskedRequest;
const sent = (response: unknown, words = '') => ({ ok: true, value: { response, interrupt: false, words } });
const ends = (response: unknown) => ({ ok: true, value: { response, interrupt: true, words: '' } });
const NOT_OFFERED = { ok: false, error: { code: 'approval.not-offered' } };
const bad = (...issues: string[]) => ({ ok: false, error: { code: 'approval.bad-answer', issues } });

const once: ApprovalAnswer = { kind: 'approveOnce' };
const session: ApprovalAnswer = { kind: 'approveSession' };
const always = (rule: number): ApprovalAnswer => ({ kind: 'alwaysAllow', rule });
const decline: ApprovalAnswer = { kind: 'decline', words: 'use tabs' };
const cancel: ApprovalAnswer = { kind: 'cancelTurn' };
const answers = (given: Record<string, string[]>): ApprovalAnswer => ({ kind: 'answers', answers: given });
const form = (values: Extract<ApprovalAnswer, { kind: 'submitForm' }>['values']): ApprovalAnswer => ({
  kind: 'submitForm',
  values,
});

const amendment = { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['mkdir', '-p'] } };
const network = { applyNetworkPolicyAmendment: { network_policy_amendment: { host: 'h', action: 'allow' } } };
const command = request('item/commandExecution/requestApproval', {
  availableDecisions: [amendment, network, 'cancel'],
});
const patch = request('item/fileChange/requestApproval', {});
const wanted = { network: { enabled: true }, fileSystem: null };
const permissions = request('item/permissions/requestApproval', { permissions: wanted });
const question = request('item/tool/requestUserInput', {
  questions: [
    { id: 'colour', isOther: false, options: [{ label: 'Red' }, { label: 'Blue' }] },
    { id: 'name', isOther: false, options: null },
  ],
});
const elicit = (params: object) => request('mcpServer/elicitation/request', { turnId: 'u1', _meta: null, ...params });
const empty = { mode: 'form', requestedSchema: { type: 'object', properties: {} } };
const tool = elicit({ ...empty, _meta: { codex_approval_kind: 'mcp_tool_call', persist: ['session', 'always'] } });
const url = elicit({ mode: 'url', url: 'https://example.com' });
const age = elicit({
  mode: 'form',
  requestedSchema: { type: 'object', properties: { age: { type: 'integer', minimum: 0 } }, required: ['age'] },
});
const odd = elicit({ mode: 'form', requestedSchema: { type: 'array' } });
const accepted = (content: unknown, persist?: string) =>
  sent({ action: 'accept', content, _meta: persist ? { persist } : null });
const declined = { action: 'decline', content: null, _meta: null };

describe('planAnswer', () => {
  it.each([
    ['command', command, once, sent({ decision: 'accept' })],
    ['command', command, session, sent({ decision: 'acceptForSession' })],
    ['command', command, always(0), sent({ decision: amendment })],
    ['command', command, always(1), sent({ decision: network })],
    ['command', command, always(2), NOT_OFFERED],
    ['command', command, decline, sent({ decision: 'decline' }, 'use tabs')],
    ['command', command, cancel, sent({ decision: 'cancel' })],
    ['command', command, answers({}), NOT_OFFERED],
    ['file change', patch, once, sent({ decision: 'accept' })],
    ['file change', patch, session, sent({ decision: 'acceptForSession' })],
    ['file change', patch, always(0), NOT_OFFERED],
    ['file change', patch, decline, sent({ decision: 'decline' }, 'use tabs')],
    ['file change', patch, cancel, sent({ decision: 'cancel' })],
    ['permissions', permissions, once, sent({ permissions: { network: { enabled: true } }, scope: 'turn' })],
    ['permissions', permissions, session, sent({ permissions: { network: { enabled: true } }, scope: 'session' })],
    ['permissions', permissions, decline, sent({ permissions: {}, scope: 'turn' }, 'use tabs')],
    ['permissions', permissions, cancel, ends({ permissions: {}, scope: 'turn' })],
    ['permissions', permissions, always(0), NOT_OFFERED],
    ['question', question, answers({ colour: ['Blue'] }), sent({ answers: { colour: { answers: ['Blue'] } } })],
    [
      'question',
      question,
      answers({ colour: ['Red', 'Blue'], name: ['Ada'] }),
      sent({ answers: { colour: { answers: ['Red', 'Blue'] }, name: { answers: ['Ada'] } } }),
    ],
    ['question', question, answers({ colour: ['Green'] }), bad('colour: not-an-option')],
    ['question', question, answers({ name: [''] }), bad('name: missing')],
    ['question', question, answers({ other: ['x'] }), bad('other: unknown-field')],
    ['question', question, answers({ colour: [] }), bad('answers: missing')],
    ['question', question, decline, sent({ answers: {} }, 'use tabs')],
    ['question', question, cancel, ends({ answers: {} })],
    ['question', question, once, NOT_OFFERED],
    ['tool', tool, once, accepted({})],
    ['tool', tool, session, accepted({}, 'session')],
    ['tool', tool, always(0), accepted({}, 'always')],
    ['tool', tool, always(1), NOT_OFFERED],
    ['tool', tool, decline, sent(declined, 'use tabs')],
    ['tool', tool, cancel, ends({ action: 'cancel', content: null, _meta: null })],
    ['plain yes', elicit(empty), once, accepted({})],
    ['plain yes', elicit(empty), form({}), accepted({})],
    ['plain yes', elicit(empty), session, NOT_OFFERED],
    ['address', url, once, accepted(null)],
    ['address', url, form({}), NOT_OFFERED],
    ['form', age, form({ age: 3 }), accepted({ age: 3 })],
    ['form', age, form({ age: -1 }), bad('age: too-small')],
    ['form', age, form({}), bad('age: missing')],
    ['form', age, once, NOT_OFFERED],
    ['form', age, always(0), NOT_OFFERED],
    ['JSON', odd, form({ anything: ['goes'] }), accepted({ anything: ['goes'] })],
    [
      'outside a turn',
      elicit({ ...empty, turnId: null }),
      cancel,
      sent({ action: 'cancel', content: null, _meta: null }),
    ],
    ['first protocol', request('execCommandApproval', {}), once, sent({ decision: 'approved' })],
    [
      'first protocol',
      request('applyPatchApproval', {}),
      decline,
      sent({ decision: { denied: { rejection: 'use tabs' } } }),
    ],
    ['first protocol', request('applyPatchApproval', {}), cancel, sent({ decision: 'abort' })],
  ] as const)('%s: %#', (_, asked, answer, plan) => {
    expect(planAnswer(asked, answer)).toEqual(plan);
  });
});

it.each([
  [command, { decision: 'decline' }],
  [patch, { decision: 'decline' }],
  [permissions, { permissions: {}, scope: 'turn' }],
  [question, { answers: {} }],
  [tool, declined],
  [url, declined],
])('lets nothing happen when nobody answers: %#', (asked, response) => {
  expect(refusalOf(asked)).toEqual(response);
});

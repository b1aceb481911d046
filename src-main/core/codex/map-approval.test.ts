import { describe, expect, it } from 'vitest';
import { mapApproval } from './map-approval.ts';
import type { ServerRequest } from './protocol-types.ts';

const NOW = 1_795_416_500_000;
/** Requests as recorded; older servers leave out fields that the generated types require. */
const map = (method: string, params: object) => mapApproval({ id: 0, method, params } as ServerRequest, NOW);

const place = { threadId: 't1', turnId: 'u1', itemId: 'call_00000a' };
const mapped = { threadId: 't1', turnId: 'u1', itemId: 'u1/call_00000a' };

describe('commands', () => {
  const command = {
    ...place,
    command: "/bin/bash -lc 'touch made.txt && echo ok'",
    cwd: '/lab/ws4',
    commandActions: [{ type: 'unknown', command: 'touch made.txt && echo ok' }],
    proposedExecpolicyAmendment: ['touch', 'made.txt'],
    availableDecisions: [
      'accept',
      { acceptWithExecpolicyAmendment: { execpolicy_amendment: ['touch', 'made.txt'] } },
      'cancel',
    ],
  };
  const draft = {
    kind: 'command',
    ...mapped,
    askedAt: NOW,
    command: 'touch made.txt && echo ok',
    cwd: '/lab/ws4',
    reason: null,
    actions: [{ kind: 'other', command: 'touch made.txt && echo ok', path: null, query: null }],
    network: null,
    extraPermissions: [],
    rules: [{ kind: 'command', prefix: ['touch', 'made.txt'] }],
  };
  it('of 0.124', () => {
    expect(map('item/commandExecution/requestApproval', command)).toEqual({ kind: 'ask', draft });
  });
  it('of 0.169, out of the sandbox', () => {
    const asked = {
      kind: 'command',
      startedAtMs: 7,
      environmentId: 'local',
      reason: 'needs to run outside the sandbox',
    };
    expect(map('item/commandExecution/requestApproval', { ...command, ...asked })).toEqual({
      kind: 'ask',
      draft: { ...draft, askedAt: 7, reason: 'needs to run outside the sandbox' },
    });
  });
  it('offers no rule that is proposed but not available', () => {
    const params = { ...command, availableDecisions: ['accept', 'cancel'] };
    expect(map('item/commandExecution/requestApproval', params)).toMatchObject({ draft: { rules: [] } });
  });
  it('offers what is proposed where the server lists no decisions', () => {
    const params = {
      ...command,
      availableDecisions: null,
      proposedNetworkPolicyAmendments: [{ host: 'example.com', action: 'allow' }],
    };
    expect(map('item/commandExecution/requestApproval', params)).toMatchObject({
      draft: {
        rules: [
          { kind: 'command', prefix: ['touch', 'made.txt'] },
          { kind: 'network', host: 'example.com', action: 'allow' },
        ],
      },
    });
  });
  it('with network and more permissions', () => {
    const params = {
      ...command,
      command: null,
      networkApprovalContext: { host: 'example.com', protocol: 'https' },
      additionalPermissions: { network: { enabled: true }, fileSystem: { read: ['/etc'], write: ['/srv/data'] } },
      availableDecisions: [
        'accept',
        { applyNetworkPolicyAmendment: { network_policy_amendment: { host: 'example.com', action: 'deny' } } },
      ],
    };
    expect(map('item/commandExecution/requestApproval', params)).toMatchObject({
      draft: {
        command: '',
        network: { host: 'example.com', protocol: 'https' },
        extraPermissions: ['read /etc', 'write /srv/data', 'network *'],
        rules: [{ kind: 'network', host: 'example.com', action: 'deny' }],
      },
    });
  });
});

it('file changes wait for their item', () => {
  const params = { ...place, startedAtMs: 9, reason: null, grantRoot: '/srv' };
  expect(map('item/fileChange/requestApproval', params)).toEqual({
    kind: 'ask',
    draft: { kind: 'fileChange', ...mapped, askedAt: 9, changes: [], reason: null, grantRoot: '/srv' },
  });
});

it('permissions, one line each, without what is denied', () => {
  const entries = [
    { path: { type: 'path', path: '/srv' }, access: 'write' },
    { path: { type: 'glob_pattern', pattern: '**/*.env' }, access: 'deny' },
    { path: { type: 'glob_pattern', pattern: 'docs/**' }, access: 'read' },
    { path: { type: 'special', value: { kind: 'project_roots', subpath: '.git' } }, access: 'write' },
    { path: { type: 'special', value: { kind: 'slash_tmp' } }, access: 'read' },
    { path: { type: 'special', value: { kind: 'unknown', path: ':home', subpath: 'x' } }, access: 'read' },
  ];
  const permissions = { network: { enabled: true }, fileSystem: { read: ['/srv'], write: null, entries } };
  const params = { ...place, environmentId: null, startedAtMs: 9, cwd: '/lab', reason: 'to deploy', permissions };
  expect(map('item/permissions/requestApproval', params)).toEqual({
    kind: 'ask',
    draft: {
      kind: 'permissions',
      ...mapped,
      askedAt: 9,
      reason: 'to deploy',
      cwd: '/lab',
      wants: [
        { access: 'write', target: '/srv' },
        { access: 'read', target: 'docs/**' },
        { access: 'write', target: ':project_roots/.git' },
        { access: 'read', target: ':slash_tmp' },
        { access: 'read', target: ':home/x' },
        { access: 'network', target: '*' },
      ],
    },
  });
});

describe('questions', () => {
  const options = [{ label: 'Blue', description: 'cold' }];
  const question = { id: 'q1', header: 'Color', question: 'Which colour?', isOther: true, isSecret: false, options };
  it('of 0.124', () => {
    expect(map('item/tool/requestUserInput', { ...place, questions: [question] })).toEqual({
      kind: 'ask',
      draft: {
        kind: 'question',
        ...mapped,
        askedAt: NOW,
        resolvesAt: null,
        questions: [
          { id: 'q1', header: 'Color', question: 'Which colour?', options, allowsOther: true, secret: false },
        ],
      },
    });
  });
  it('that resolve by themselves, and one without options', () => {
    const open = { ...question, isOther: false, isSecret: true, options: null };
    const params = { ...place, questions: [open], isBlocking: true, autoResolutionMs: 60_000 };
    expect(map('item/tool/requestUserInput', params)).toMatchObject({
      draft: { resolvesAt: NOW + 60_000, questions: [{ options: [], allowsOther: true, secret: true }] },
    });
  });
});

describe('elicitations', () => {
  const base = { threadId: 't1', turnId: 'u1', serverName: 'tiny', _meta: null };
  const draft = { kind: 'elicitation', threadId: 't1', turnId: 'u1', itemId: null, askedAt: NOW, server: 'tiny' };
  it('with a form', () => {
    const requestedSchema = {
      type: 'object',
      properties: { name: { type: 'string', title: 'Name', minLength: 1, maxLength: 20 } },
      required: ['name'],
    };
    const params = { ...base, mode: 'form', message: 'Who are you?', requestedSchema };
    expect(map('mcpServer/elicitation/request', params)).toEqual({
      kind: 'ask',
      draft: {
        ...draft,
        message: 'Who are you?',
        form: {
          kind: 'fields',
          fields: [
            {
              name: 'name',
              label: 'Name',
              description: null,
              required: true,
              input: { kind: 'text', format: 'plain', initial: '', maxLength: 20 },
            },
          ],
        },
      },
    });
  });
  it('with an address', () => {
    const params = { ...base, mode: 'url', message: 'Open', url: 'https://example.com/x', elicitationId: 'e1' };
    expect(map('mcpServer/elicitation/request', params)).toMatchObject({
      draft: { form: { kind: 'url', url: 'https://example.com/x' } },
    });
  });
  it('with a schema that cannot be drawn', () => {
    const requestedSchema = { type: 'object', properties: { where: { type: 'object' } } };
    const params = { ...base, mode: 'openai/form', message: 'Where?', requestedSchema };
    expect(map('mcpServer/elicitation/request', params)).toMatchObject({
      draft: { form: { kind: 'json', schema: JSON.stringify(requestedSchema, null, 2) } },
    });
  });
  it.each([
    ['0.169', { tool_name: 'danger' }],
    ['0.124', {}],
  ])("with Codex's own question about a tool, of %s", (_, named) => {
    const _meta = {
      codex_approval_kind: 'mcp_tool_call',
      persist: ['session', 'always'],
      ...named,
      tool_description: 'd',
      tool_params: { a: 'x' },
    };
    const message = 'Allow the tiny MCP server to run tool "danger"?';
    const requestedSchema = { type: 'object', properties: {} };
    expect(map('mcpServer/elicitation/request', { ...base, mode: 'form', message, _meta, requestedSchema })).toEqual({
      kind: 'ask',
      draft: {
        ...draft,
        message,
        form: {
          kind: 'toolCall',
          tool: 'danger',
          description: 'd',
          arguments: '{\n  "a": "x"\n}',
          remember: ['session', 'always'],
        },
      },
    });
  });
  it('that only OpenAI’s apps can meet are declined', () => {
    const params = { ...base, mode: 'openai/userVerification', title: 't', description: 'd', challenge: 'c' };
    expect(map('mcpServer/elicitation/request', params)).toEqual({
      kind: 'answer',
      value: { action: 'decline', content: null, _meta: null },
    });
  });
});

describe('without the user', () => {
  it('a tool that Skein does not have fails with words', () => {
    const params = { threadId: 't1', turnId: 'u1', callId: 'c', namespace: null, tool: 'paint', arguments: {} };
    expect(map('item/tool/call', params)).toMatchObject({
      kind: 'answer',
      value: {
        success: false,
        contentItems: [{ type: 'inputText', text: expect.stringContaining('paint') as string }],
      },
    });
  });
  it('the time is told in whole seconds', () => {
    expect(map('currentTime/read', { threadId: 't1' })).toEqual({
      kind: 'answer',
      value: { currentTimeAt: 1_795_416_500 },
    });
  });
  it.each(['attestation/generate', 'account/chatgptAuthTokens/refresh'])('%s is refused', (method) => {
    expect(map(method, {})).toMatchObject({ kind: 'refuse', code: -32601, message: expect.any(String) as string });
  });
});

describe('the first protocol', () => {
  const base = { conversationId: 't1', callId: 'c1', reason: null };
  it('asks for a command', () => {
    const parsedCmd = [{ type: 'list_files', cmd: 'ls -la', path: null }];
    const params = { ...base, approvalId: null, command: ['/bin/bash', '-lc', 'ls -la'], cwd: '/lab', parsedCmd };
    expect(map('execCommandApproval', params)).toMatchObject({
      draft: {
        kind: 'command',
        threadId: 't1',
        turnId: null,
        command: 'ls -la',
        actions: [{ kind: 'list', command: 'ls -la', path: null, query: null }],
      },
    });
  });
  it('asks for file changes and brings them along', () => {
    const fileChanges = {
      '/a': { type: 'add', content: 'one\ntwo\n' },
      '/b': { type: 'update', unified_diff: '@@ -1 +1 @@\n-x\n+y', move_path: '/c' },
      '/d': { type: 'delete', content: 'gone\n' },
    };
    const change = { movedTo: null, truncated: false };
    expect(map('applyPatchApproval', { ...base, fileChanges, grantRoot: null })).toMatchObject({
      draft: {
        kind: 'fileChange',
        itemId: null,
        changes: [
          { ...change, path: '/a', kind: 'add', diff: '@@ -0,0 +1,2 @@\n+one\n+two\n', additions: 2, deletions: 0 },
          {
            ...change,
            path: '/b',
            kind: 'update',
            movedTo: '/c',
            diff: '@@ -1 +1 @@\n-x\n+y',
            additions: 1,
            deletions: 1,
          },
          { ...change, path: '/d', kind: 'delete', diff: '@@ -1,1 +0,0 @@\n-gone\n', additions: 0, deletions: 1 },
        ],
      },
    });
  });
});

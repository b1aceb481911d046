import { beforeEach, expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
import { capabilitiesOf } from './capabilities.ts';
import { parseVersion } from './codex-version.ts';
import { createConfigGateway } from './config-gateway.ts';
import type { CodexServer } from './codex-supervisor.ts';

/** Answers as 0.169.0 did with a requirements.toml and a managed_config.toml in /etc/codex (recorded; other fields were null). */
const ANSWERS: Readonly<Record<string, unknown>> = {
  'configRequirements/read': {
    supportsIndependentSpeedModes: true,
    requirements: {
      allowedLoginMethods: ['api', 'chatgpt'],
      allowedApprovalPolicies: ['untrusted', 'on-request'],
      allowedApprovalsReviewers: null,
      allowedSandboxModes: ['read-only', 'workspace-write'],
      allowedWebSearchModes: ['cached', 'disabled'],
      featureRequirements: { memories: false },
      defaultPermissions: null,
      feedback: null,
      allowLoginShell: null,
    },
  },
  'config/batchWrite': {
    status: 'okOverridden',
    version: 'sha256:2',
    filePath: '/codex/config.toml',
    overriddenMetadata: {
      message: 'Overridden by legacy managed_config.toml: /etc/codex/managed_config.toml',
      overridingLayer: {
        name: { type: 'legacyManagedConfigTomlFromFile', file: '/etc/codex/managed_config.toml' },
        version: 'sha256:1',
      },
      effectiveValue: 'high',
    },
  },
};
/** Each call with what it was given. */
const calls: (readonly [string, unknown])[] = [];
const serverOf = (version: string) => {
  const parsed = parseVersion(version);
  if (!parsed) throw new Error(version);
  return {
    call: (method: string, given: unknown) => {
      calls.push([method, given]);
      return Promise.resolve(ok(ANSWERS[method]));
    },
    state: () => ({ phase: { kind: 'ready', version }, capabilities: capabilitiesOf(parsed) }),
  } as unknown as CodexServer;
};
const server = serverOf('0.169.0');
beforeEach(() => void calls.splice(0));

it('tells what an administrator allows', async () => {
  const answer = await createConfigGateway(server).requirements();
  expect(answer.ok && answer.value && { ...answer.value, allowed: [...answer.value.allowed] }).toEqual({
    allowed: [
      ['approval_policy', ['untrusted', 'on-request']],
      ['sandbox_mode', ['read-only', 'workspace-write']],
      ['web_search', ['cached', 'disabled']],
      ['features.memories', [false]],
    ],
    features: new Map([['memories', false]]),
    defaultPermissions: null,
  });
});

it('tells which layer overrules what was written', async () => {
  const written = await createConfigGateway(server).write(
    [{ path: ['model_reasoning_effort'], value: 'low' }],
    'sha256:1',
    false,
  );
  expect(written).toEqual(ok({ overruledBy: { kind: 'admin', source: '/etc/codex/managed_config.toml' } }));
});

it('asks an old server for nothing that it would write under another name', async () => {
  const old = createConfigGateway(serverOf('0.124.0'));
  const path = ['projects', '/a/b.c'];
  expect(await old.write([{ path, value: null }], null, false)).toEqual({
    ok: false,
    error: { code: 'codex.unsupported', feature: 'quotedKeys', version: '0.124.0' },
  });
  expect(calls).toEqual([]);
  await old.write([{ path: [...path, 'trust_level'], value: 'trusted' }], null, false);
  expect(calls).toMatchObject([
    ['config/batchWrite', { edits: [{ keyPath: 'projects', value: { '/a/b.c': { trust_level: 'trusted' } } }] }],
  ]);
});

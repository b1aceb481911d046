import { expect, it } from 'vitest';
import { ok } from '../../../src-shared/result.ts';
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
const server = { call: (method: string) => Promise.resolve(ok(ANSWERS[method])) } as unknown as CodexServer;

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

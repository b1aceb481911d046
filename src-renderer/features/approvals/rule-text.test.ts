import { expect, it } from 'vitest';
import { ruleLabel, ruleMeaning, ruleText } from './rule-text.ts';

it('shows a command rule as it will be written', () => {
  const rule = { kind: 'command', prefix: ['git', 'commit', '-m', 'say "hi"\n'] } as const;
  expect(ruleText(rule, null)).toBe(
    String.raw`prefix_rule(pattern=["git", "commit", "-m", "say \"hi\"\n"], decision="allow")`,
  );
  expect(ruleText({ kind: 'command', prefix: ['mkdir', '-p'] }, null)).toBe(
    'prefix_rule(pattern=["mkdir", "-p"], decision="allow")',
  );
});
it('shows a network rule with its decision', () => {
  const rule = { kind: 'network', host: 'registry.npmjs.org', action: 'deny' } as const;
  expect(ruleText(rule, { host: 'registry.npmjs.org', protocol: 'https' })).toBe(
    'network_rule(host="registry.npmjs.org", protocol="https", decision="deny")',
  );
  expect(ruleMeaning(rule)).toContain('refused');
  expect(ruleLabel(rule)).toBe('deny registry.npmjs.org');
});

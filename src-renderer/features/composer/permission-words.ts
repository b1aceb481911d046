/** A policy that is none of the options, in words: `short` for the button, `full` for its tooltip. */
export interface PolicyWords {
  readonly short: string;
  readonly full: string;
}

const SANDBOXES: Readonly<Record<string, PolicyWords>> = {
  'read-only': { short: 'Reads only', full: 'Commands may read files and write nothing' },
  'workspace-write': { short: 'Writes here', full: 'Commands may write inside the folder' },
  'danger-full-access': { short: 'No sandbox', full: 'Commands run outside of any sandbox' },
  'external-sandbox': { short: 'Outer sandbox', full: 'Commands run in a sandbox that was set up outside of Codex' },
};
const POLICIES: Readonly<Record<string, PolicyWords>> = {
  never: { short: 'never asks', full: 'you are never asked' },
  'on-request': { short: 'asks to leave', full: 'you are asked before a command leaves the sandbox' },
  'on-failure': { short: 'asks on failure', full: 'you are asked when a command failed in the sandbox' },
  untrusted: { short: 'asks first', full: 'you are asked before every command that Codex does not trust by itself' },
  granular: { short: 'asks by rules', full: 'what you are asked is set rule by rule in the configuration' },
};

/**
 * Words for the label of a custom policy, which the core writes as `sandbox · network · policy`, the network only where it is open. Parts
 * it does not know stay as they are.
 */
export function policyWords(label: string): PolicyWords {
  const parts = label.split(' · ').map((part): PolicyWords => {
    if (part === 'network') return { short: 'network', full: 'with the network open' };
    const known = Object.hasOwn(SANDBOXES, part) ? SANDBOXES[part] : undefined;
    return known ?? (Object.hasOwn(POLICIES, part) ? POLICIES[part] : undefined) ?? { short: part, full: part };
  });
  return {
    short: parts.map((part) => part.short).join(', '),
    full: `${parts.map((part) => part.full).join('; ')}.`,
  };
}

const BUILT_IN: Readonly<Record<string, string>> = {
  ':read-only': 'Read only',
  ':workspace': 'Workspace',
  ':danger-full-access': 'Full access',
};

/** The name of a permission profile; Codex's own begin with a colon. */
export const profileName = (id: string): string => BUILT_IN[id] ?? id;

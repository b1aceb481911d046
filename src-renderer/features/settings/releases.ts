/** One version and what it brought, in words for users. */
export interface Release {
  readonly version: string;
  readonly changes: readonly string[];
}

/** Newest first. A version gets its entry before it is released; the first line says the most. */
export const RELEASES: readonly Release[] = [
  {
    version: '0.1.0',
    changes: [
      'The first version: many Codex threads side by side, each with its own draft, queue and approvals.',
      'Approvals and questions wait above the message box; Ctrl or Cmd+J leads to the next one.',
      'Messages can steer a running turn, or wait in a queue that survives a restart.',
      'Threads of the CLI and of editors that use the same Codex home show up and can be continued.',
      'A thread can work in a Git worktree of its own, set up by your script, and be handed off to another one.',
      'Review what changed, comment on lines, stage files, hunks or lines, commit, push; undo and redo what one turn did to the files.',
      'Terminals beside each thread; Recover brings back what was removed, reverted or undone.',
      'An offline demo shows all of it without an account.',
    ],
  },
];

/** Whether a version follows another one: numbers are compared part by part, and what stands behind a `-` comes before the release. */
function follows(version: string, before: string): boolean {
  const [a = '', preA] = split(version);
  const [b = '', preB] = split(before);
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  if (preA === preB) return false;
  if (preA === undefined || preB === undefined) return preA === undefined;
  return preA.localeCompare(preB, 'en', { numeric: true }) > 0;
}
function split(version: string): readonly (string | undefined)[] {
  const dash = version.indexOf('-');
  return dash < 0 ? [version] : [version.slice(0, dash), version.slice(dash + 1)];
}

export type WhatIsNew =
  /** Nothing to say. `note`: the version is noted as seen without a word, because it is the user's first or an older one. */
  | { readonly kind: 'nothing'; readonly note: boolean }
  | { readonly kind: 'new'; readonly releases: readonly Release[] };

/** What to say after a start with this version. `seen`: the version whose news was seen last, null before any. */
export function whatIsNew(seen: string | null, current: string, releases: readonly Release[] = RELEASES): WhatIsNew {
  if (seen === current) return { kind: 'nothing', note: false };
  if (seen === null || !follows(current, seen)) return { kind: 'nothing', note: true };
  const unseen = releases.filter(({ version }) => follows(version, seen) && !follows(version, current));
  return unseen.length === 0 ? { kind: 'nothing', note: true } : { kind: 'new', releases: unseen };
}

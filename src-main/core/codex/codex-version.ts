/** The oldest Codex that Skein works with: the version of the documents it is built from. */
export const OLDEST_SUPPORTED: CodexVersion = { major: 0, minor: 124, patch: 0, text: '0.124.0' };

export interface CodexVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** As the server writes it, with a pre-release part where there is one. */
  readonly text: string;
}

/**
 * The version in `initialize`'s `userAgent`: the part after the first slash, behind our own client name, as in
 * `skein/0.169.0 (Debian 12.0.0; x86_64) unknown (skein; 0.1.0)`. Null when there is none.
 */
export function readUserAgent(userAgent: string): CodexVersion | null {
  const slash = userAgent.indexOf('/');
  return slash < 0 ? null : parseVersion(userAgent.slice(slash + 1));
}

/** Reads `0.169.0`, `0.170.0-alpha.3` and the like from the start of a text. */
export function parseVersion(text: string): CodexVersion | null {
  const found = /^(\d+)\.(\d+)\.(\d+)(?:-[0-9A-Za-z.-]+)?/.exec(text);
  if (!found) return null;
  const [all, major, minor, patch] = found;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), text: all };
}

/** Negative when `a` is older. A pre-release counts as its release: Codex's pre-releases already speak the new protocol. */
export function compareVersions(a: CodexVersion, b: CodexVersion): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

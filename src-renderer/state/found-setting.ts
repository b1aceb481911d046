let found: string | null = null;

/** The setting that a search led to: the page that shows it brings it into view. */
export function setFound(name: string): void {
  found = name;
}

/** Whether this is the one that was looked for; told once. */
export function takeFound(name: string): boolean {
  if (found !== name) return false;
  found = null;
  return true;
}

/** The text of an `apply_patch` call that adds a file. */
export function addFilePatch(path: string, text: string): string {
  const lines = text.split('\n').map((line) => `+${line}`);
  return ['*** Begin Patch', `*** Add File: ${path}`, ...lines, '*** End Patch'].join('\n');
}

/** The text of an `apply_patch` call that replaces lines of a file; `context` lines before them say where. */
export function updateLinePatch(path: string, before: string, after: string, context: readonly string[] = []): string {
  const marked = (sign: string, text: string): string[] => text.split('\n').map((line) => sign + line);
  return [
    '*** Begin Patch',
    `*** Update File: ${path}`,
    '@@',
    ...context.map((line) => ` ${line}`),
    ...marked('-', before),
    ...marked('+', after),
    '*** End Patch',
  ].join('\n');
}

import { z } from 'zod';
import type { HostFiles } from '../hosts/host-files.ts';

/** One line of Git's trace2 events (api-trace2): what matters of a hook's start and end. */
const traceEvent = z.object({
  event: z.string(),
  sid: z.string(),
  child_id: z.number().optional(),
  hook_name: z.string().optional(),
  code: z.number().optional(),
});

/** Name of the first hook that refused; null when none did. Events of Gits that hooks or the other side started do not count. */
export function failedHook(trace: string): string | null {
  const running = new Map<number, string>();
  for (const line of trace.split('\n')) {
    if (!line.includes('"child_')) continue;
    const event = parse(line);
    if (event?.child_id === undefined || event.sid.includes('/')) continue;
    if (event.event === 'child_start' && event.hook_name) running.set(event.child_id, event.hook_name);
    const hook = running.get(event.child_id);
    if (event.event === 'child_exit' && hook && event.code !== 0) return hook;
  }
  return null;
}

function parse(line: string): z.output<typeof traceEvent> | null {
  try {
    return traceEvent.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    // The last line of a Git that was ended may be cut.
    return null;
  }
}

/** Runs a command with Git's own trace on, and answers which hook refused: an exit code of 1 alone does not tell. */
export async function withHookTrace<T>(
  { mkdtemp, readFile, rm, paths, tempFolder }: HostFiles,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<{ readonly answer: T; readonly hook: string | null }> {
  const folder = await mkdtemp(paths.join(tempFolder(), 'skein-trace-'));
  const file = paths.join(folder, 'trace');
  try {
    const answer = await work({ GIT_TRACE2_EVENT: file, GIT_TRACE2_EVENT_NESTING: '1' });
    return { answer, hook: failedHook(await readFile(file, 'utf8').catch(() => '')) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

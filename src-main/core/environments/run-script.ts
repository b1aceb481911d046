import { StringDecoder } from 'node:string_decoder';
import type { PlatformScript } from '../../../src-shared/model/worktree.ts';
import type { Host, HostProcess, SpawnCommand } from '../hosts/host.ts';
import type { Clock } from '../ports.ts';

/** Installing the dependencies of a large project over a slow line. */
const SCRIPT_TIMEOUT_MS = 60 * 60_000;

export type ScriptEnd =
  | { readonly kind: 'exited'; readonly exitCode: number | null }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timedOut' }
  | { readonly kind: 'notStarted'; readonly message: string };

export interface ScriptRun {
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onOutput: (text: string) => void;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** The script for this platform; empty: none. */
export function scriptFor(script: PlatformScript, platform: NodeJS.Platform): string {
  const own = platform === 'darwin' || platform === 'linux' || platform === 'win32' ? script[platform] : null;
  return (own ?? script.script).trim() === '' ? '' : (own ?? script.script);
}

/**
 * Runs a script of the project in a login shell, so that it finds what the user's terminal finds, with its standard input at its end:
 * nothing can wait for an answer. Both outputs come as one, in pieces. It ends with all it started.
 */
export async function runScript(host: Host, clock: Clock, run: ScriptRun): Promise<ScriptEnd> {
  const { signal, timeoutMs = SCRIPT_TIMEOUT_MS } = run;
  if (isGivenUp(signal)) return { kind: 'cancelled' };
  const { command, stdin } = await shellCommand(host, run);
  // It may have been given up while the shell was looked for.
  if (isGivenUp(signal)) return { kind: 'cancelled' };
  const child = host.spawn(command);
  const time = { isUp: false };
  const cancelTimer = clock.after(timeoutMs, () => {
    time.isUp = true;
    child.kill();
  });
  signal.addEventListener('abort', child.kill);
  read(child, 'stdout', run.onOutput);
  read(child, 'stderr', run.onOutput);
  child.stdin.end(stdin);
  const exit = await child.exited;
  cancelTimer();
  signal.removeEventListener('abort', child.kill);
  if (exit.kind === 'failed') return { kind: 'notStarted', message: exit.message };
  if (time.isUp) return { kind: 'timedOut' };
  if (isGivenUp(signal)) return { kind: 'cancelled' };
  return { kind: 'exited', exitCode: exit.code };
}

const isGivenUp = (signal: AbortSignal): boolean => signal.aborted;

/**
 * Runs what comes by its standard input, as a whole and as UTF-8: a command line ends at 32,767 characters there, and `-Command -` takes input line
 * by line, as if it was typed, which breaks blocks apart (about_PowerShell_exe). It ends as the script's last program did. There are no double quotes in
 * it, about which the ways to start a program do not agree.
 */
const POWERSHELL = {
  program: 'powershell.exe',
  args: [
    ...['-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command'],
    [
      '$utf8 = New-Object System.Text.UTF8Encoding $false',
      'try { [Console]::OutputEncoding = $utf8 } catch { }',
      '$reader = New-Object System.IO.StreamReader ([Console]::OpenStandardInput(), $utf8)',
      '& ([ScriptBlock]::Create($reader.ReadToEnd()))',
      'exit $LASTEXITCODE',
    ].join('; '),
  ],
} as const;

async function shellCommand(
  host: Host,
  { script, cwd, env }: ScriptRun,
): Promise<{ readonly command: SpawnCommand; readonly stdin: string }> {
  if (host.platform === 'win32') {
    return { command: { ...POWERSHELL, cwd, env }, stdin: script };
  }
  const bash = await host.files.stat('/bin/bash').then(
    () => '/bin/bash',
    () => null,
  );
  return { command: { program: bash ?? '/bin/sh', args: [bash ? '-lc' : '-c', script], cwd, env }, stdin: '' };
}

function read(child: HostProcess, name: 'stdout' | 'stderr', onOutput: (text: string) => void): void {
  const decoder = new StringDecoder('utf8');
  child[name].on('data', (chunk: Buffer) => onOutput(decoder.write(chunk)));
  child[name].on('end', () => onOutput(decoder.end()));
}

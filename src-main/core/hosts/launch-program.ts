import { spawn } from 'node:child_process';
import type { SpawnCommand } from './host.ts';

/** A program that ends this soon with another code than 0 did not open what it was given. */
const EARLY_END_MS = 1_500;

export type Launched = { readonly kind: 'running' } | { readonly kind: 'failed'; readonly reason: string };

/**
 * Starts a program of its own life: it shares no pipes with Skein and stays when Skein ends. Answers when it has ended, or has run for a
 * moment.
 */
export function launchProgram({ program, args, cwd, env }: SpawnCommand): Promise<Launched> {
  return new Promise((resolve) => {
    let child;
    try {
      child = spawn(program, args, { cwd, env, detached: true, stdio: 'ignore', windowsHide: false });
    } catch (error) {
      resolve({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
      return;
    }
    const timer = setTimeout(() => resolve({ kind: 'running' }), EARLY_END_MS);
    const settle = (launched: Launched) => {
      clearTimeout(timer);
      resolve(launched);
    };
    child.once('error', (error) => settle({ kind: 'failed', reason: error.message }));
    child.once('exit', (code, signal) =>
      settle(
        code === 0
          ? { kind: 'running' }
          : { kind: 'failed', reason: `${program} ended with ${signal ?? String(code)}` },
      ),
    );
    child.unref();
  });
}

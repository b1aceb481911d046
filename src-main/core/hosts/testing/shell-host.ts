import type { Host, RunCommand, SpawnCommand } from '../host.ts';
import { localHost } from '../local-host.ts';
import { createShellFiles } from '../shell-files.ts';

/** This machine, worked on as if it were another one: through processes alone, which inherit an environment that is not given. */
export interface ShellHost extends Host {
  /** The line is cut while the first command runs for which this holds; it is done, and nobody hears so. Null: the line is whole again. */
  cutDuring(isLast: ((command: RunCommand) => boolean) | null): void;
}

export function createShellHost(): ShellHost {
  let isLast: ((command: RunCommand) => boolean) | null = null;
  let isCut = false;
  const inherit = <C extends SpawnCommand>(command: C): C => ({ ...command, env: { ...process.env, ...command.env } });
  const { platform } = localHost;
  const run: Host['run'] = async (command) => {
    const wasCut = isCut;
    isCut ||= isLast?.(command) ?? false;
    const done = await localHost.run(wasCut ? { ...command, program: 'no-such-line' } : inherit(command));
    return isCut ? { ...done, exit: { kind: 'failed', code: 'server.not-running', message: 'cut' } } : done;
  };
  return {
    ...{ id: 'far', platform, run, files: createShellFiles({ platform, run }) },
    spawn: (command) => localHost.spawn(inherit(command)),
    cutDuring: (last) => {
      isLast = last;
      isCut = false;
    },
  };
}

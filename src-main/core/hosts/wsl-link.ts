import type { Host, HostProcess } from './host.ts';
import { asRemote, noCodex, type Classify } from './remote-process.ts';

/**
 * Runs a script inside a distribution, for example `START_SCRIPT`. `--exec` runs it without a login shell in between, which would take `$` for its own. The
 * script itself travels as a variable (`WSLENV` names those that go along), since wsl.exe does not take apart a command line the way it
 * was put together. At the end of its input the app-server ends by itself: nothing is left in the distribution.
 */
export function openWslLink(
  host: Host,
  {
    distribution,
    env,
    cwd,
    script,
  }: { distribution: string; env: Readonly<Record<string, string | undefined>>; cwd: string; script: string },
): HostProcess {
  const handed = {
    ...env,
    SKEIN_START: script,
    WSLENV: [env['WSLENV'], 'SKEIN_START/u'].filter(Boolean).join(':'),
  };
  const args = ['--distribution', distribution, '--cd', '~', '--exec', 'sh', '-c', 'eval $SKEIN_START'];
  return asRemote(host.spawn({ program: 'wsl.exe', args, cwd, env: handed }), classifyWsl);
}

/** wsl.exe's own failures end with -1 or 1 and say a name of the form `Wsl/Service/WSL_E_DISTRO_NOT_FOUND`. */
const classifyWsl: Classify = (exit, words, opened) => {
  if (exit.kind === 'failed') return 'HOST_UNREACHABLE';
  if (noCodex(exit)) return 'HOST_NO_CODEX';
  if (/WSL_E_DISTRO_NOT_FOUND/.test(words)) return 'HOST_REFUSED';
  return opened || exit.code === 0 ? null : 'HOST_UNREACHABLE';
};

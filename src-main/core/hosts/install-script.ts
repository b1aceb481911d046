import { CODEX_VERSION } from './codex-packages.ts';

/** How the script that installs ends, where it does not end well. */
export const INSTALL_EXITS: Readonly<Record<number, 'folder' | 'checksum' | 'unpack' | 'run'>> = {
  90: 'folder',
  92: 'checksum',
  93: 'unpack',
  94: 'run',
};

/** Prints `skein:Linux x86_64` and the like. As every script here it has no quotes and no backslashes: see `START_SCRIPT`. */
export const PROBE_SCRIPT = 'echo skein:$(uname -s) $(uname -m)';

const SYSTEMS: Readonly<Record<string, string>> = { Linux: 'linux', Darwin: 'darwin' };
const PROCESSORS: Readonly<Record<string, string>> = { x86_64: 'x64', amd64: 'x64', aarch64: 'arm64', arm64: 'arm64' };

/** The platform package for a machine from what its probe printed (`linux-x64`), or what it calls itself where there is none. */
export function readProbe(printed: string): { readonly target: string | null; readonly system: string } {
  const [, system = '', processor = ''] = /^skein:(\S+) (\S+)\s*$/m.exec(printed) ?? [];
  const [os, cpu] = [SYSTEMS[system], PROCESSORS[processor]];
  return { target: os && cpu ? `${os}-${cpu}` : null, system: `${system} ${processor}`.trim() };
}

/**
 * Takes an archive from its standard input into the home's `.skein/codex`, in a folder of its own: nothing that is there is touched but an
 * earlier copy of the same version, and nothing is put on the PATH. Unpacked only when its sha512 is the right one, kept only when the
 * program in it runs. Prints `skein:checked` and `skein:installed PATH`.
 *
 * @param into where in its folder the archive is unpacked: `package` for one that does not begin with that itself
 */
export function installScript({ sha512, into }: { readonly sha512: string; readonly into: 'package' | '.' }): string {
  const failed = (code: number) => `rm -rf $n; exit ${code}`;
  return [
    'cd || exit 90',
    'mkdir -p .skein/codex || exit 90',
    'cd .skein/codex || exit 90',
    'n=new.$$',
    `mkdir -p $n/${into} || exit 90`,
    `if cat > $n/archive; then :; else ${failed(90)}; fi`,
    'h=$( ( sha512sum || shasum -a 512 || openssl dgst -sha512 -r ) < $n/archive 2> /dev/null | cut -c1-128 )',
    `if test x$h != x${sha512}; then ${failed(92)}; fi`,
    'echo skein:checked',
    `if tar -xzf $n/archive -C $n/${into}; then rm $n/archive; else ${failed(93)}; fi`,
    'c=$( find $n/package/vendor -type f -name codex | grep bin/codex$ | head -n 1 )',
    `if test x$c = x; then ${failed(93)}; fi`,
    `if $c --version > /dev/null; then :; else ${failed(94)}; fi`,
    `if test -e ${CODEX_VERSION}; then mv ${CODEX_VERSION} old.$$; fi`,
    `if mv $n ${CODEX_VERSION}; then rm -rf old.$$; else ${failed(90)}; fi`,
    `echo skein:installed $PWD/${CODEX_VERSION}`,
  ].join('; ');
}

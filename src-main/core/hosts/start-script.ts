import { CODEX_VERSION } from './codex-packages.ts';

/** Ends with this where no Codex was found; the shell's own word for a missing command is the same number. */
export const NO_CODEX_EXIT = 127;
const NO_CODEX_WORDS = 'skein: no codex on this host';

/** Where Codex is often put, beside what the PATH of a login names. */
const USUAL = [
  '~/.local/bin',
  '~/bin',
  '~/.npm-global/bin',
  '~/.volta/bin',
  '~/.bun/bin',
  '~/.nvm/versions/node/*/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '/home/linuxbrew/.linuxbrew/bin',
  // What Skein has put there itself comes last: the user's own is the one that was meant.
  `~/.skein/codex/${CODEX_VERSION}/package/vendor/*/bin`,
  '~/.skein/codex/*/package/vendor/*/bin',
];

/**
 * A POSIX script that becomes `codex app-server`: the first Codex that is found on the host, with its folder in front of the PATH, since npm's
 * launcher wants the node beside it. It has no quotes and no backslashes: it goes through wsl.exe and through login shells, which do not
 * agree about those. Written on one line, because a shell's `eval` joins words with blanks.
 */
export const START_SCRIPT = [
  `for d in $(command -v codex | sed s:/codex$::) ${USUAL.join(' ').replaceAll('~', '$HOME')}`,
  `do if test -x $d/codex`,
  `then PATH=$d:$PATH`,
  `export PATH`,
  `exec $d/codex app-server`,
  `fi`,
  `done`,
  `echo ${NO_CODEX_WORDS} >&2`,
  `exit ${NO_CODEX_EXIT}`,
]
  .join('; ')
  .replaceAll('then; ', 'then ')
  .replaceAll('do; ', 'do ');

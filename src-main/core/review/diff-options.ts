/**
 * Settings of the user's that would change what a diff looks like to the one who reads it: prefixes, pagers, external programs, colours,
 * how submodules are shown. The user's choice of algorithm stays.
 */
export const DIFF_CONFIG = [
  '-c',
  'diff.noprefix=false',
  '-c',
  'diff.mnemonicPrefix=false',
  '-c',
  'diff.submodule=short',
  '-c',
  'diff.renameLimit=1000',
  '-c',
  'core.quotePath=true',
] as const;
export const DIFF_FLAGS = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--full-index',
  '--no-relative',
  '-O/dev/null',
] as const;

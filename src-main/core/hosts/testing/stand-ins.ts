import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codexBinary } from '../../demo-model/testing/codex-binary.ts';

/** Programs on the PATH that take ssh's and wsl.exe's place: they write down their arguments and run the command in another home. */
export interface StandIns {
  /** In front of the PATH. */
  readonly folder: string;
  /** One line for each start: the arguments, apart by U+001F. */
  readonly calls: string;
}

const DISTRIBUTIONS = ['  NAME      STATE      VERSION', '* Ubuntu    Running    2', '  Debian    Stopped    2', ''];

/**
 * @param far the home on the other machine. Its Codex lies in `.local/bin`, where logins that are not interactive do not look; `.codex` is
 *   its home.
 */
export function writeStandIns(root: string, far: string): StandIns {
  const [folder, calls, list] = [join(root, 'bin'), join(root, 'calls'), join(root, 'wsl-list')];
  const local = join(far, '.local/bin');
  for (const path of [folder, local, join(far, '.codex'), join(far, 'tmp')]) mkdirSync(path, { recursive: true });
  writeFileSync(list, Buffer.from(DISTRIBUTIONS.join('\r\n'), 'utf16le'));
  const program = (path: string, lines: readonly string[]) => {
    writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'));
    chmodSync(path, 0o755);
  };
  program(join(local, 'codex'), [`echo $$ >> '${join(root, 'pids')}'`, `exec '${codexBinary()}' "$@"`]);
  const note = `{ printf '%s\\037' "$@"; echo; } >> '${calls}'`;
  const there = `exec env -i HOME='${far}' TMPDIR='${join(far, 'tmp')}' PATH=/usr/bin:/bin`;
  program(join(folder, 'ssh'), [
    note,
    'for last in "$@"; do :; done',
    `[ -e '${join(root, 'locked')}' ] && { echo 'Host key verification failed.' >&2; exit 255; }`,
    `cd '${far}' && ${there} sh -c "$last"`,
  ]);
  program(join(folder, 'wsl.exe'), [
    note,
    `[ "$1" = --list ] && exec cat '${list}'`,
    'while [ "$1" != --exec ]; do shift; done; shift',
    `cd '${far}' && ${there} SKEIN_START="$SKEIN_START" "$@"`,
  ]);
  return { folder, calls };
}

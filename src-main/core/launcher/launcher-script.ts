/** Stands in every command that Skein wrote, and in nothing else. */
export const MARK = 'This file was written by Skein.';
/** What stood in its place before, beside it. */
export const KEPT_NAME = '.codex-before-skein';
/** Seconds until `codex app` gives up on a Skein that does not answer. */
const WAIT_S = 60;

export interface LauncherTargets {
  /** Starts Skein: a program and its first arguments. */
  readonly start: readonly string[];
  /** The Codex that Skein brings along. */
  readonly codex: string;
}

/**
 * The `codex` command for sh: `app [PATH]` opens Skein and waits until it took the path, told by a file that Skein writes
 * (`--receipt`); every other word goes to the bundled Codex, which takes this process's place. Where Skein is gone, what stood here before answers.
 */
export function shellScript({ start, codex }: LauncherTargets): string {
  return `#!/bin/sh
# ${MARK} \`codex app [PATH]\` opens Skein; every other word goes to the Codex that Skein brings along.
# To remove it: Skein, Settings, Desktop.
codex=${quoteSh(codex)}
if [ ! -x "$codex" ]; then
  kept=$(dirname -- "$0")/${KEPT_NAME}
  if [ -x "$kept" ]; then exec "$kept" "$@"; fi
  printf 'codex: the Codex of Skein is not there any more: %s\\n' "$codex" >&2
  exit 127
fi
case "\${1-}" in app) ;; *) exec "$codex" "$@" ;; esac
case "\${2-}" in -*) exec "$codex" "$@" ;; esac
if [ "$#" -gt 2 ]; then
  echo 'usage: codex app [PATH]' >&2
  exit 2
fi
path=\${2:-.}
case "$path" in /*) ;; *) path=$(pwd)/$path ;; esac
if [ ! -e "$path" ]; then
  printf 'codex app: no such file or folder: %s\\n' "$path" >&2
  exit 1
fi
receipt=$(mktemp -d "\${TMPDIR:-/tmp}/skein-receipt.XXXXXX") || exit 1
trap 'rm -rf "$receipt"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
nohup ${start.map(quoteSh).join(' ')} "--receipt=$receipt/taken" "$path" </dev/null >/dev/null 2>&1 &
left=${WAIT_S * 10}
while [ ! -s "$receipt/taken" ]; do
  left=$((left - 1))
  if [ "$left" -le 0 ]; then
    echo 'codex app: Skein did not answer' >&2
    exit 1
  fi
  sleep 0.1
done
read -r answer <"$receipt/taken"
if [ "$answer" != taken ]; then
  printf 'codex app: Skein could not open %s: %s\\n' "$path" "$answer" >&2
  exit 1
fi
`;
}

/**
 * The same for cmd.exe, as `codex.cmd`. The first word is looked at through delayed expansion, which happens after a line was taken apart, so
 * that no quote or sign in it can break the line; it is off again where the arguments are handed on.
 */
export function commandScript({ start, codex }: LauncherTargets): string {
  const lines = `@echo off
rem ${MARK} \`codex app [PATH]\` opens Skein; every other word goes to the Codex that Skein brings along.
rem To remove it: Skein, Settings, Desktop.
setlocal EnableExtensions EnableDelayedExpansion
set skein_first=%1
set skein_second=%2
if not "!skein_first!"=="app" goto cli
if "!skein_second:~0,1!"=="-" goto cli
endlocal
goto app
:cli
endlocal
${quoteCmd(codex)} %*
exit /b %errorlevel%
:app
setlocal EnableExtensions DisableDelayedExpansion
if not "%~3"=="" (
  echo usage: codex app [PATH] >&2
  exit /b 2
)
set "target=%~f2"
if "%~2"=="" set "target=%cd%"
set "receipt=%TEMP%\\skein-receipt.%RANDOM%%RANDOM%%RANDOM%"
setlocal EnableDelayedExpansion
if not exist "!target!" (
  echo codex app: no such file or folder: !target! >&2
  exit /b 1
)
set "given=!target!"
if "!given:~-1!"=="\\" set "given=!given!."
mkdir "!receipt!" || exit /b 1
start "" ${start.map(quoteCmd).join(' ')} "--receipt=!receipt!\\taken" "!given!"
set left=${WAIT_S}
:wait
if exist "!receipt!\\taken" goto taken
set /a left-=1
if !left! leq 0 (
  rmdir /s /q "!receipt!"
  echo codex app: Skein did not answer >&2
  exit /b 1
)
ping -n 2 127.0.0.1 >nul
goto wait
:taken
set "answer="
set /p answer=<"!receipt!\\taken"
rmdir /s /q "!receipt!"
if not "!answer!"=="taken" (
  echo codex app: Skein could not open !target!: !answer! >&2
  exit /b 1
)
echo !target!
exit /b 0
`;
  return lines.replaceAll('\n', '\r\n');
}

const quoteSh = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
/** In quotes only the percent sign means something, and a Windows path has no quotes. */
const quoteCmd = (text: string): string => `"${text.replaceAll('%', '%%')}"`;

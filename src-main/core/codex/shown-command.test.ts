import { expect, it } from 'vitest';
import { shownCommand } from './shown-command.ts';

it.each([
  // As recorded from 0.169.0 and 0.124.0.
  [`/bin/bash -lc 'touch made.txt && echo ok'`, 'touch made.txt && echo ok'],
  ['/bin/bash -lc ls', 'ls'],
  [`/usr/bin/zsh -lc 'echo "a b"'`, 'echo "a b"'],
  [`bash -lc "printf '%s' \\"\\$HOME\\""`, `printf '%s' "$HOME"`],
  [`/bin/bash -lc 'it'"'"'s'`, "it's"],
  [`sh -c 'line one\nline two'`, 'line one\nline two'],
  [`/bin/bash -lc ''`, ''],
  // Left alone: no wrapping, arguments after the script, an open quote.
  ['touch a', 'touch a'],
  [`bash -lc 'echo "$1"' me you`, `bash -lc 'echo "$1"' me you`],
  [`bash -lc 'open`, `bash -lc 'open`],
  ['bash script.sh', 'bash script.sh'],
])('%s', (command, shown) => {
  expect(shownCommand(command)).toBe(shown);
});

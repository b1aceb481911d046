/** What the start script tells of itself, before the shell has said a word. */
export type ShellMark =
  { readonly kind: 'started'; readonly session: number; readonly shell: string } | { readonly kind: 'folder-missing' };

const MARK_START = '\u001b]skein;';
const MARK_END = '\u0007';
const MAX_MARK_BYTES = 5000;

/**
 * Becomes the user's login shell. It runs where the app-server runs, so that shell and language are that machine's own: `SHELL`, else what
 * there is. The app-server starts a command whose folder is gone in the home folder without a word (measured), hence the second look.
 * Programs started from a desktop often have no language set, and then shells print no letters beyond ASCII.
 */
const START_SCRIPT = `
cd -- "$1" 2>/dev/null || { printf '\\033]skein;folder-missing\\007'; exit 1; }
case "$(uname)" in
  Darwin) first=/bin/zsh; language=UTF-8 ;;
  *) first=/bin/bash; language=C.UTF-8 ;;
esac
for shell in "$SHELL" "$first" /bin/sh; do
  case "$shell" in */nologin | */false) continue ;; esac
  [ -n "$shell" ] && [ -x "$shell" ] && break
done
if [ -z "$LC_ALL$LC_CTYPE$LANG" ]; then LC_CTYPE=$language; export LC_CTYPE; fi
printf '\\033]skein;%s;%s\\007' "$$" "$shell"
exec "$shell" -l
`;

/** The command that becomes a shell in `folder`; its first output is a mark (`createMarkReader`), except on Windows. */
export const shellCommand = (platform: NodeJS.Platform, folder: string): readonly string[] =>
  platform === 'win32' ? ['powershell.exe', '-NoLogo'] : ['/bin/sh', '-c', START_SCRIPT, 'sh', folder];

/**
 * Ends every process of the given sessions: the shells, their jobs in the background and the stopped ones. A hang-up first, as when a
 * terminal window is closed; what ignores it is killed a second later. A daemon in a session of its own lives on, as it asked to.
 */
const HANG_UP_SCRIPT = `
if [ ! -r /proc/self/stat ]; then
  ttys=
  for session in "$@"; do ttys="$ttys $(ps -o tty= -p "$session")"; done
fi
sessions=" $* "
members() {
  if [ -r /proc/self/stat ]; then
    for stat in /proc/[0-9]*/stat; do
      line=
      { read -r line < "$stat"; } 2>/dev/null
      set -- \${line##*) }
      case "$1" in Z | '') continue ;; esac
      case "$sessions" in *" $4 "*) pid=\${stat#/proc/}; echo "\${pid%/stat}" ;; esac
    done
  else
    for tty in $ttys; do ps -t "$tty" -o pid=; done
  fi
}
signal() { for pid in $(members); do kill -"$1" "$pid" 2>/dev/null; done; }
signal HUP
signal CONT
tries=0
while [ $tries -lt 6 ] && [ -n "$(members)" ]; do tries=$((tries + 1)); sleep 0.15; done
signal KILL
`;

/** The command that ends everything in these sessions; null on Windows, where a console takes its processes along. */
export const hangUpCommand = (platform: NodeJS.Platform, sessions: readonly number[]): readonly string[] | null =>
  platform === 'win32' || sessions.length === 0
    ? null
    : ['/bin/sh', '-c', HANG_UP_SCRIPT, 'sh', ...sessions.map(String)];

/**
 * Names what runs in the sessions beside the shells themselves, one name a line: jobs in front, in the background and stopped ones. A
 * shell is the leader of its session.
 */
const RUNNING_SCRIPT = `
sessions=" $* "
if [ -r /proc/self/stat ]; then
  for stat in /proc/[0-9]*/stat; do
    line=
    { read -r line < "$stat"; } 2>/dev/null
    name=\${line#*\(}
    pid=\${line%% *}
    set -- \${line##*) }
    case "$1" in Z | '') continue ;; esac
    [ "$4" = "$pid" ] && continue
    case "$sessions" in *" $4 "*) printf '%s\n' "\${name%)*}" ;; esac
  done
else
  for session in "$@"; do
    tty=$(ps -o tty= -p "$session")
    ps -t "$tty" -o pid=,ucomm= | while read -r pid name; do [ "$pid" = "$session" ] || printf '%s\n' "$name"; done
  done
fi
`;

/** The command that prints what runs in these sessions; null where that cannot be told (Windows). */
export const runningCommand = (platform: NodeJS.Platform, sessions: readonly number[]): readonly string[] | null =>
  platform === 'win32' || sessions.length === 0
    ? null
    : ['/bin/sh', '-c', RUNNING_SCRIPT, 'sh', ...sessions.map(String)];

/** Takes the mark off the beginning of a shell's output. */
export interface MarkReader {
  /** What the user is to see of a chunk. `mark` comes at most once. */
  read(chunk: Buffer): { readonly mark: ShellMark | null; readonly output: Buffer };
}

export function createMarkReader(): MarkReader {
  let held: Buffer | null = Buffer.alloc(0);
  return {
    read: (chunk) => {
      if (!held) return { mark: null, output: chunk };
      const all = Buffer.concat([held, chunk]);
      const head = all.subarray(0, MARK_START.length).toString('latin1');
      const begins = MARK_START.startsWith(head);
      const end = begins ? all.indexOf(MARK_END) : -1;
      if (begins && end < 0 && all.length < MAX_MARK_BYTES) {
        held = all;
        return { mark: null, output: Buffer.alloc(0) };
      }
      held = null;
      if (end < 0) return { mark: null, output: all };
      return {
        mark: parseMark(all.subarray(MARK_START.length, end).toString('utf8')),
        output: all.subarray(end + MARK_END.length),
      };
    },
  };
}

function parseMark(text: string): ShellMark | null {
  if (text === 'folder-missing') return { kind: 'folder-missing' };
  const [session = '', ...shell] = text.split(';');
  return /^\d+$/.test(session) ? { kind: 'started', session: Number(session), shell: shell.join(';') } : null;
}

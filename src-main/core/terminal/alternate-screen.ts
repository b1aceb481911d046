/** Which of its two screens a program draws on: the plain one that scrolls, or the alternate one of editors and pagers. */
export interface AlternateScreen {
  hear(chunk: Uint8Array): void;
  /** What has to be written before `tail`, the newest output from somewhere in the middle on, so that it is drawn on the right screen. */
  prefixFor(tail: Buffer): string;
}

/** DECSET and DECRST of xterm's modes 1049, 1047 and 47 (ctlseqs, "Use Alternate Screen Buffer"). */
const SWITCH = /\u001b\[\?(?:1049|1047|47)([hl])/g;
const ENTER = '\u001b[?1049h';
/** A switch may be cut in two by the end of a chunk. */
const LONGEST_SWITCH = 8;

export function createAlternateScreen(): AlternateScreen {
  let active = false;
  let carried = '';
  return {
    hear: (chunk) => {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      const text = carried + bytes.subarray(0, LONGEST_SWITCH).toString('latin1');
      const ends = [...text.matchAll(SWITCH)];
      // Text without a `?` behind an escape, nearly all of it, is only looked through once and never decoded.
      if (bytes.includes('\u001b[?')) ends.push(...bytes.toString('latin1').matchAll(SWITCH));
      const last = ends.at(-1);
      if (last) active = last[1] === 'h';
      carried = (carried + bytes.subarray(-LONGEST_SWITCH).toString('latin1')).slice(-LONGEST_SWITCH);
    },
    prefixFor: (tail) => {
      const [first] = tail.includes('\u001b[?') ? tail.toString('latin1').matchAll(SWITCH) : [];
      return (first ? first[1] === 'l' : active) ? ENTER : '';
    },
  };
}

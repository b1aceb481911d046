import { parseDiff, type Hunk, type HunkLine, type ParsedDiff } from '../../../src-shared/model/hunks.ts';

export interface PatchChoice {
  /** Offsets as in `model/hunks`. Headers, context and marks may be among them and count for nothing. */
  readonly lines: ReadonlySet<number>;
  /**
   * `forward`: the patch brings the chosen changes to the old side. `reverse`: given to `git apply --reverse`, it takes them out of the
   * new side. What is not chosen stays as it is on that side.
   */
  readonly direction: 'forward' | 'reverse';
  /**
   * The old side's lines, where the diff does not show them truly: with white space ignored, Git prints context as it is on the new side.
   */
  readonly oldLines?: readonly string[];
}

export interface PartialPatch {
  readonly patch: string;
  /** Every change of the diff was chosen. */
  readonly whole: boolean;
}

/** A line of the patch under construction. `bare`: no newline follows it in the file. */
interface OutLine {
  readonly sign: ' ' | '+' | '-';
  readonly text: string;
  readonly bare: boolean;
}

/**
 * A patch with the chosen lines of one file's diff and no others, with exact counts. Null when no change was chosen.
 *
 * The diff is text of one byte a character (latin1), so that the patch has the file's very bytes. Changes of mode and renames stay out:
 * they belong to the file, not to a line. A part of a file that is added or deleted becomes a change of a file that stays.
 */
export function makePatch(diff: string, choice: PatchChoice): PartialPatch | null {
  const parsed = parseDiff(diff);
  const whole = parsed.hunks.every((hunk) =>
    hunk.lines.every((line) => !isChange(line) || choice.lines.has(line.offset)),
  );
  const out: string[] = [];
  let shift = 0;
  for (const hunk of parsed.hunks) {
    if (!hunk.lines.some((line) => isChange(line) && choice.lines.has(line.offset))) continue;
    const lines = pick(hunk, choice);
    const oldCount = lines.filter(({ sign }) => sign !== '+').length;
    const newCount = lines.filter(({ sign }) => sign !== '-').length;
    // Lines before the hunk on the side the patch is applied to: that one is as the diff says. The other one follows from it.
    const forward = choice.direction === 'forward';
    const before = forward ? linesBefore(hunk.oldStart, hunk.oldCount) : linesBefore(hunk.newStart, hunk.newCount);
    const oldBefore = forward ? before : before - shift;
    const newBefore = forward ? before + shift : before;
    shift += newCount - oldCount;
    out.push(`@@ -${range(oldBefore, oldCount)} +${range(newBefore, newCount)} @@`);
    for (const { sign, text, bare } of lines) {
      out.push(sign + text);
      if (bare) out.push('\\ No newline at end of file');
    }
  }
  if (out.length === 0) return null;
  return { patch: `${[...headerOf(parsed, whole, choice.direction), ...out].join('\n')}\n`, whole };
}

const isChange = ({ kind }: HunkLine): boolean => kind === 'added' || kind === 'deleted';
const linesBefore = (start: number, count: number): number => (count === 0 ? start : start - 1);
const range = (before: number, count: number): string => `${count === 0 ? before : before + 1},${count}`;

function pick(hunk: Hunk, { lines: chosen, direction, oldLines }: PatchChoice): OutLine[] {
  const out: OutLine[] = [];
  hunk.lines.forEach((line, index) => {
    const bare = hunk.lines[index + 1]?.kind === 'noNewline';
    const isChosen = chosen.has(line.offset);
    switch (line.kind) {
      case 'noNewline':
        return;
      case 'context': {
        const old = line.oldLine === null ? undefined : oldLines?.[line.oldLine - 1];
        out.push({ sign: ' ', text: direction === 'forward' ? (old ?? line.text) : line.text, bare });
        return;
      }
      case 'added':
        if (isChosen) out.push({ sign: '+', text: line.text, bare });
        else if (direction === 'reverse') out.push({ sign: ' ', text: line.text, bare });
        return;
      case 'deleted':
        if (isChosen) out.push({ sign: '-', text: line.text, bare });
        else if (direction === 'forward') out.push({ sign: ' ', text: line.text, bare });
    }
  });
  return endLines(out, direction);
}

/**
 * Only the last line of a file can lack its newline. Where one that did is followed by others now, it gets one: forward as a change of
 * that line, in reverse by coming back with it.
 */
function endLines(lines: readonly OutLine[], direction: 'forward' | 'reverse'): OutLine[] {
  return lines.flatMap((line, index): OutLine[] => {
    if (!line.bare) return [line];
    const rest = lines.slice(index + 1);
    const followed = { old: rest.some(({ sign }) => sign !== '+'), new: rest.some(({ sign }) => sign !== '-') };
    if (line.sign === ' ' && direction === 'forward' && followed.new) {
      return [
        { ...line, sign: '-' },
        { ...line, sign: '+', bare: false },
      ];
    }
    if (line.sign === '-' && direction === 'reverse' && followed.old) return [{ ...line, bare: false }];
    return [line];
  });
}

/** The header that fits what is left of the change. */
function headerOf({ header }: ParsedDiff, whole: boolean, direction: 'forward' | 'reverse'): string[] {
  const from = header.find((line) => line.startsWith('--- ')) ?? '';
  const to = header.find((line) => line.startsWith('+++ ')) ?? '';
  const isNew = from === '--- /dev/null';
  const isGone = to === '+++ /dev/null';
  // A part of a new file still makes that file, forward; in reverse, all of it has to go for the file to go. A deletion mirrors that.
  const keeps = (isNew && (whole || direction === 'forward')) || (isGone && (whole || direction === 'reverse'));
  if (keeps) return header.filter((line) => !line.startsWith('index '));
  // Else the file has its newer name on both sides: a rename is not a matter of lines.
  const path = (isGone ? from : to).slice('+++ '.length);
  const [old, now] = [sidePath(path, 'a/'), sidePath(path, 'b/')];
  // Git ends a name that has a blank in it with a tab, but not in this line.
  return [`diff --git ${old.replace(/\t$/, '')} ${now.replace(/\t$/, '')}`, `--- ${old}`, `+++ ${now}`];
}

/** `a/name` as `b/name` and back, quoted or not. */
const sidePath = (path: string, prefix: 'a/' | 'b/'): string => path.replace(/^("?)[ab]\//, `$1${prefix}`);

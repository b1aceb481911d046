/** Who may have written in a working tree while a turn ran. */
export interface Writers {
  /** Paths the turn's own file changes or its diff name, relative to the root. */
  readonly named: ReadonlySet<string>;
  /** The turn ran something that can write without saying what: a command, a tool, a sub-agent. */
  readonly ran: boolean;
  /** Turns of other threads ran in the same working tree at some time while this one did. */
  readonly othersRan: boolean;
  /** Paths the user wrote through Skein meanwhile; `any`: it is not known which. */
  readonly user: ReadonlySet<string> | 'any';
}

/**
 * Which of the paths that differ between the moments before and after a turn are the turn's for certain. The rule:
 *
 * - what the turn itself reported is certain, even when others wrote meanwhile: undoing merges, and what they did stays;
 * - what it did not report is certain only when the turn ran a command or tool that could have written it, no other turn
 *   ran in the working tree meanwhile, and the user is not known to have written that path;
 * - all else may be somebody else's.
 */
export function certainPaths(changed: readonly string[], writers: Writers): readonly string[] {
  const { named, ran, othersRan, user } = writers;
  return changed.filter((path) => {
    if (named.has(path)) return true;
    return ran && !othersRan && user !== 'any' && !user.has(path);
  });
}

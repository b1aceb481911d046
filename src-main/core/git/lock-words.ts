/** What Git says when another one holds a lock, or left it behind: the lock's path. */
export const LOCK_IN_THE_WAY = /Unable to create '(.+\.lock)': File exists/;

const TITLE_CHARS = 60;

/** A thread's title as it goes into a sentence: it may be as long as a message. */
export const shortTitle = (title: string): string =>
  title.length > TITLE_CHARS ? `${title.slice(0, TITLE_CHARS)}…` : title;

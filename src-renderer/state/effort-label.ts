const LABELS: Readonly<Record<string, string>> = { xhigh: 'Extra high' };

/** What a reasoning effort is called. */
export const effortLabel = (id: string): string =>
  (Object.hasOwn(LABELS, id) ? LABELS[id] : undefined) ?? id.charAt(0).toUpperCase() + id.slice(1);

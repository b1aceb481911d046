/** The question that is asked when another program wrote what was about to be written. */
export const changedElsewhere = (what: string, keys: number) =>
  ({
    title: 'Changed elsewhere',
    text: `Another program has written ${what} into config.toml since it was shown here. Keep what it wrote, or overwrite it with yours?`,
    confirmLabel: keys === 1 ? 'Overwrite this key' : 'Overwrite these keys',
    cancelLabel: 'Reload',
    danger: true,
  }) as const;

/**
 * Keys of the timeline. Page keys and arrows scroll by themselves while the log has the focus; Home and End go to the ends of
 * what is loaded. Enter goes into the items, where arrows walk them, and Escape comes back.
 */
export function moveByKey(
  event: React.KeyboardEvent<HTMLElement>,
  actions: { readonly toStart: () => void; readonly toEnd: () => void },
): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof HTMLElement)) return;
  const log = event.currentTarget;
  const { target } = event;
  if (target.closest('input, textarea, select, [contenteditable]')) return;
  const item = target.hasAttribute('data-item') ? target : null;
  const handled = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (target === log && event.key === 'Home') {
    actions.toStart();
    handled();
  } else if (target === log && event.key === 'End') {
    actions.toEnd();
    handled();
  } else if (target === log && event.key === 'Enter') {
    lastVisible(log)?.focus();
    handled();
  } else if (event.key === 'Escape' && target !== log) {
    log.focus();
    handled();
  } else if (item && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
    const items = [...log.querySelectorAll<HTMLElement>('[data-item]')];
    const next = items[items.indexOf(item) + (event.key === 'ArrowDown' ? 1 : -1)];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: 'nearest' });
    handled();
  } else if (item && event.key === 'Enter') {
    item.querySelector<HTMLElement>('[aria-expanded]')?.click();
    handled();
  }
}

function lastVisible(log: HTMLElement): HTMLElement | undefined {
  const { bottom } = log.getBoundingClientRect();
  return [...log.querySelectorAll<HTMLElement>('[data-item]')].findLast(
    (item) => item.getBoundingClientRect().top < bottom - 20,
  );
}

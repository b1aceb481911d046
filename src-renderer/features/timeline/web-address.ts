const ALLOWED = /^(?:https?:\/\/[^/?#]|mailto:[^\s])/i;

/**
 * The address that a link of an agent may lead to, or null. `//host` means https: against the page it would mean the scheme of Skein's own
 * host. Everything without a scheme would lead into Skein itself, and other schemes start programs.
 */
export function webAddress(href: string): string | null {
  const address = href.startsWith('//') ? `https:${href}` : href;
  return ALLOWED.test(address) ? address : null;
}

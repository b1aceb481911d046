/** macOS, iPadOS: keys are drawn as symbols and Mod is Command. */
export const isMac = (): boolean =>
  typeof navigator !== 'undefined' &&
  /mac|iphone|ipad/i.test(navigator.userAgent) &&
  !/android/i.test(navigator.userAgent);

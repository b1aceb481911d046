/** What can go wrong with Codex's configuration, its rules, feedback and imports. */
export type ConfigError =
  /** It cannot be read as it stands, so nothing can be written into it either. */
  | { readonly code: 'config.unreadable'; readonly reason: string }
  /** Codex does not take the value. */
  | { readonly code: 'config.invalid'; readonly reason: string }
  /** The file is not to be written. */
  | { readonly code: 'config.read-only'; readonly file: string }
  /** An administrator allows other values alone. */
  | { readonly code: 'config.not-allowed'; readonly keys: readonly string[] }
  /** Another program has changed these keys since they were shown; none: something in the file. */
  | { readonly code: 'config.changed-elsewhere'; readonly keys: readonly string[] }
  | { readonly code: 'config.name-taken'; readonly name: string }
  /** The rules file has changed since it was shown. */
  | { readonly code: 'config.rule-gone'; readonly file: string }
  | { readonly code: 'feedback.failed'; readonly reason: string }
  | { readonly code: 'feedback.disabled' }
  /** What was to be taken over is not what was found last, or something is being taken over already. */
  | { readonly code: 'import.gone' };

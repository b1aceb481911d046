/** Codex's own provider, when nothing is configured. */
export const OPENAI_PROVIDER = 'openai';

import { useEffect, useState } from 'react';
import { whenIdle } from '../ui/when-idle.ts';

/** Longer code stays plain: 44 KB take 47 ms, and a frame has 16. */
const MAX_HIGHLIGHT_CHARS = 20_000;
const MAX_CACHED = 300;

type Highlighter = (code: string, language: string) => string | null;

let loading: Promise<Highlighter> | null = null;
const cache = new Map<string, string | null>();

const load = (): Promise<Highlighter> =>
  (loading ??= import('./highlight-languages.ts').then((module) => module.highlightCode));

function remember(key: string, html: string | null): void {
  cache.set(key, html);
  const oldest = cache.keys().next();
  if (cache.size > MAX_CACHED && !oldest.done) cache.delete(oldest.value);
}

/**
 * Highlighted HTML of closed code, made when the page is idle; null while it is not there, for unknown languages and for long
 * code. The HTML is highlight.js's own, with everything of the code escaped.
 */
export function useHighlight(code: string, language: string, enabled: boolean): string | null {
  const wanted = enabled && language !== '' && code.length > 0 && code.length <= MAX_HIGHLIGHT_CHARS;
  const key = wanted ? `${language}\n${code}` : '';
  const [done, setDone] = useState<{ key: string; html: string | null } | null>(null);
  useEffect(() => {
    if (key === '' || cache.has(key)) return;
    let gone = false;
    let cancel: () => void = () => undefined;
    void load().then((highlight) => {
      if (gone) return;
      cancel = whenIdle(() => {
        const html = highlight(code, language);
        remember(key, html);
        setDone({ key, html });
      });
    });
    return () => {
      gone = true;
      cancel();
    };
  }, [key, code, language]);
  if (key === '') return null;
  return cache.get(key) ?? (done?.key === key ? done.html : null);
}

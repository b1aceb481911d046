import { useEffect, useState } from 'react';
import type { AppError } from '../../../src-shared/contract/app-error.ts';
import type { Result } from '../../../src-shared/result.ts';
import styles from './logo.module.css';

type Load = (dark: boolean) => Promise<Result<{ readonly url: string | null }, AppError>>;

/** What was answered, by key and theme: a list that scrolls asks once. */
const known = new Map<string, Promise<string | null>>();
const MAX_KNOWN = 2000;

function addressOf(key: string, dark: boolean, load: Load): Promise<string | null> {
  const id = `${key} ${dark}`;
  const before = known.get(id);
  if (before) return before;
  const coming = load(dark).then((answer) => {
    if (answer.ok) return answer.value.url;
    // Asked again when it is shown next.
    known.delete(id);
    return null;
  });
  known.set(id, coming);
  const oldest = known.keys().next().value;
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  return coming;
}

/** A picture that the core serves, or the name's first letter on the brand's colour. `id` null: there is no picture. */
export function Logo(props: {
  readonly id: string | null;
  readonly name: string;
  readonly color?: string | null;
  readonly large?: boolean;
  readonly load: Load;
}) {
  const { id, name, color = null, large = false, load } = props;
  const [shown, setShown] = useState<{ readonly id: string; readonly url: string | null } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let gone = false;
    const dark = document.documentElement.dataset['theme'] !== 'light';
    void addressOf(id, dark, load).then((url) => {
      if (!gone) setShown({ id, url });
    });
    return () => {
      gone = true;
    };
    // `load` belongs to `id`.
    // eslint-disable-next-line react-hooks/exhaustive-deps -- a new function of the same id asks nothing else
  }, [id]);
  const url = shown !== null && shown.id === id ? shown.url : null;
  const className = large ? styles.large : styles.logo;
  if (url !== null)
    return (
      <img
        className={className}
        src={url}
        alt=""
        onError={() => setShown((before) => before && { ...before, url: null })}
      />
    );
  return (
    <span className={className} aria-hidden="true" style={color === null ? undefined : { borderColor: color, color }}>
      {name.slice(0, 1).toUpperCase()}
    </span>
  );
}

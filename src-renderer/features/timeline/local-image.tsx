import { useEffect, useState } from 'react';
import ImageOff from 'lucide-react/icons/image-off';
import { getClient } from '../../state/client.ts';
import { errorWords } from '../../state/error-words.ts';
import { infoOf } from '../../state/thread-store.ts';
import { useOpen } from './thread-context.ts';
import styles from './images.module.css';

type Loaded = { readonly kind: 'loading' } | { readonly kind: 'ready'; readonly url: string } | { readonly kind: 'failed'; readonly why: string }; // prettier-ignore

const isAbsolute = (path: string): boolean => /^(?:\/|[a-z]:[\\/]|\\\\|data:)/i.test(path);

/** An image of the host, shown under an address that the core makes and lets expire; asked for anew when it has expired. */
export function LocalImage({
  source,
  alt,
  small = false,
}: {
  readonly source: string;
  readonly alt: string;
  readonly small?: boolean;
}) {
  // prettier-ignore
  const thread = useOpen();
  const [image, setImage] = useState<Loaded>({ kind: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let gone = false;
    const cwd = infoOf(thread.store.getState())?.cwd ?? '';
    const absolute = isAbsolute(source) ? source : `${cwd}/${source}`;
    void getClient()
      .files.imageUrl({ serverId: thread.ref.serverId, source: absolute })
      .then((result) => {
        if (gone) return;
        setImage(
          result.ok
            ? { kind: 'ready', url: result.value.url }
            : { kind: 'failed', why: errorWords().appError(result.error).title },
        );
      });
    return () => {
      gone = true;
    };
  }, [thread, source, attempt]);
  if (image.kind === 'loading') return <span className={styles.placeholder} aria-hidden="true" />;
  if (image.kind === 'failed')
    return (
      <span className={styles.missing}>
        <ImageOff size={14} aria-hidden="true" />
        {alt === '' ? image.why : `${alt}: ${image.why}`}
      </span>
    );
  return (
    <img
      className={small ? styles.small : styles.image}
      src={image.url}
      alt={alt}
      onError={() => {
        if (attempt === 0) setAttempt(1);
        else setImage({ kind: 'failed', why: 'The image cannot be shown' });
      }}
    />
  );
}

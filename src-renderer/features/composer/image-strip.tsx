import { useEffect, useState } from 'react';
import ImageOff from 'lucide-react/icons/image-off';
import X from 'lucide-react/icons/x';
import { imageUrlOf } from '../../state/composer-store.ts';
import { IconButton } from '../../ui/button.tsx';
import { Spinner } from '../../ui/spinner.tsx';
import type { Desk } from './desk.ts';
import { imageAddress, removeImage } from './images.ts';
import type { ImagePart } from './tokens.ts';
import styles from './composer.module.css';

/** The images that go with the message. */
export function ImageStrip(props: {
  readonly desk: Desk;
  readonly images: readonly ImagePart[];
  readonly uploading: number;
}) {
  if (props.images.length === 0 && props.uploading === 0) return null;
  return (
    <ul className={styles.images} aria-label="Images">
      {props.images.map((image) => (
        <li key={image.imageId} className={styles.thumb}>
          <Thumbnail desk={props.desk} image={image} />
          <IconButton
            label={`Remove ${image.name}`}
            size="s"
            className={styles.remove}
            icon={<X size={12} aria-hidden="true" />}
            onClick={() => {
              removeImage(props.desk, image.imageId);
              props.desk.editor.focus();
            }}
          />
        </li>
      ))}
      {props.uploading > 0 && (
        <li className={styles.thumb}>
          <Spinner label="Adding an image" size={16} />
        </li>
      )}
    </ul>
  );
}

function Thumbnail({ desk, image }: { readonly desk: Desk; readonly image: ImagePart }) {
  const [url, setUrl] = useState(() => imageUrlOf(image.imageId));
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    if (url !== null) return;
    let stale = false;
    void imageAddress(desk, image.imageId).then((address) => {
      if (stale) return;
      setUrl(address);
      setBroken(address === null);
    });
    return () => {
      stale = true;
    };
  }, [desk, image.imageId, url]);
  if (broken || url === null)
    return (
      <span className={styles.noImage} title={image.name}>
        {broken ? <ImageOff size={16} aria-hidden="true" /> : <Spinner size={16} />}
        <span className="sr-only">{image.name}</span>
      </span>
    );
  return <img src={url} alt={image.name} title={image.name} onError={() => setBroken(true)} />;
}

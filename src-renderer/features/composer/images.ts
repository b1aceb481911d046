import { getClient } from '../../state/client.ts';
import { imageUrlOf, noteImageUrl, setNotice, uploadEnded, uploadStarted } from '../../state/composer-store.ts';
import type { ServerId } from '../../../src-shared/model/ids.ts';
import type { Desk } from './desk.ts';
import type { ImagePart } from './tokens.ts';

/** What the core takes (`files.addImage`). */
export const MAX_IMAGE_BYTES = 20 * 1024 * 1024;
export const IMAGE_TYPES: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
/** One message carries at most this many. */
const MAX_IMAGES = 20;

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** Why a file cannot go along as an image, in words; null when it can. */
export function imageFileProblem(file: {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}): string | null {
  const name = file.name === '' ? 'This image' : file.name;
  if (!IMAGE_TYPES.includes(file.type)) return `${name} is not an image that Codex can see (PNG, JPEG, GIF or WebP).`;
  if (file.size === 0) return `${name} is empty.`;
  if (file.size > MAX_IMAGE_BYTES)
    return `${name} has ${megabytes(file.size)}; an image may have at most ${megabytes(MAX_IMAGE_BYTES)}.`;
  return null;
}

const readBase64 = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('The file could not be read'));
    reader.readAsDataURL(file);
  });

const uploads = new Map<string, Promise<void>>();
/** Resolves when no image of this composer is on its way any more. */
export const imagesReady = (key: string): Promise<void> => uploads.get(key) ?? Promise.resolve();

/** Takes images into the core, one after the other, and shows them in the message. What is refused is said. */
export function addImages(desk: Desk, files: readonly File[]): Promise<void> {
  const all = imagesReady(desk.key).then(async () => {
    for (const file of files) await addImage(desk, file);
  });
  uploads.set(desk.key, all);
  return all.finally(() => {
    if (uploads.get(desk.key) === all) uploads.delete(desk.key);
  });
}

async function addImage(desk: Desk, file: File): Promise<void> {
  const problem =
    imageFileProblem(file) ??
    (desk.editor.view().images.length >= MAX_IMAGES ? `A message carries at most ${MAX_IMAGES} images.` : null);
  if (problem !== null) {
    setNotice(desk.key, { kind: 'problem', text: problem });
    return;
  }
  uploadStarted(desk.key);
  try {
    const name = file.name === '' ? 'image' : file.name.slice(-300);
    const result = await getClient().files.addImage({ name, base64: await readBase64(file) });
    if (!result.ok) {
      setNotice(desk.key, { kind: 'failed', action: 'image', error: result.error });
      return;
    }
    noteImageUrl(result.value.imageId, result.value.url);
    desk.editor.setImages([...desk.editor.view().images, { kind: 'image', imageId: result.value.imageId, name }]);
  } catch (error) {
    const text = `${file.name} could not be read: ${error instanceof Error ? error.message : String(error)}`;
    setNotice(desk.key, { kind: 'problem', text });
  } finally {
    uploadEnded(desk.key);
  }
}

export function removeImage(desk: Desk, imageId: string): void {
  desk.editor.setImages(desk.editor.view().images.filter((image) => image.imageId !== imageId));
}

/** An address to show an image of a message; asked of the core when this page does not know it (a draft that came back). */
export async function imageAddress(desk: Desk, imageId: string): Promise<string | null> {
  const known = imageUrlOf(imageId);
  const serverId = desk.subject?.serverId;
  if (known !== null || !serverId) return known;
  const result = await getClient().files.imageUrl({ serverId, source: imageId });
  if (!result.ok) return null;
  noteImageUrl(imageId, result.value.url);
  return result.value.url;
}

/** Takes an image of an earlier message into a new one; null when it is gone. `source`: as `MessagePart` has it. */
export async function takeImageAgain(serverId: ServerId, source: string, name: string): Promise<ImagePart | null> {
  const address = await getClient().files.imageUrl({ serverId, source });
  if (!address.ok) return null;
  try {
    const answer = await fetch(address.value.url);
    if (!answer.ok) return null;
    const result = await getClient().files.addImage({ name, base64: await readBase64(await answer.blob()) });
    if (!result.ok) return null;
    noteImageUrl(result.value.imageId, result.value.url);
    return { kind: 'image', imageId: result.value.imageId, name };
  } catch {
    return null;
  }
}

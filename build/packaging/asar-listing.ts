import { closeSync, openSync, readSync } from 'node:fs';

/** A file inside an asar archive. `unpacked`: it lies beside the archive. */
export interface AsarFile {
  readonly path: string;
  readonly bytes: number;
  readonly unpacked: boolean;
  readonly read: () => Buffer;
}
interface Node {
  readonly files?: Readonly<Record<string, Node>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

/**
 * Lists an archive without Electron. Its format: a pickle with the header's length (8 bytes), a pickle with the header as JSON, then the files'
 * bytes one after the other (electron/asar, README, *Format*).
 */
export function listAsar(archive: string): readonly AsarFile[] {
  const read = (position: number, length: number): Buffer => {
    const handle = openSync(archive, 'r');
    try {
      const bytes = Buffer.alloc(length);
      readSync(handle, bytes, 0, length, position);
      return bytes;
    } finally {
      closeSync(handle);
    }
  };
  const sizes = read(0, 16);
  const bodyAt = 8 + sizes.readUInt32LE(4);
  const header = JSON.parse(read(16, sizes.readUInt32LE(12)).toString('utf8')) as Node;
  const files: AsarFile[] = [];
  const walk = (node: Node, folder: string): void => {
    for (const [name, entry] of Object.entries(node.files ?? {})) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (entry.files) walk(entry, path);
      else {
        const { size = 0, offset = '0', unpacked = false } = entry;
        files.push({ path, bytes: size, unpacked, read: () => read(bodyAt + Number(offset), size) });
      }
    }
  };
  walk(header, '');
  return files;
}

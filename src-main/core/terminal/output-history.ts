/** The newest output of a terminal, by its position in all that came. Bounded by its capacity and one block. */
export interface OutputHistory {
  append(chunk: Uint8Array): void;
  /** Bytes that ever came. */
  end(): number;
  /** Position of the oldest byte that is still there. */
  start(): number;
  /** At most `maxBytes` from a position on; null when that position is gone. */
  read(from: number, maxBytes: number): Buffer | null;
  /** The newest bytes, from the beginning of a line on where older ones are gone, so that no escape sequence is cut in two. */
  tail(maxBytes: number): { readonly bytes: Buffer; readonly truncated: boolean };
}

/** Output comes in pieces of one byte as well as of 64 KB: both end up in blocks of this size. */
const BLOCK_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export function createOutputHistory(capacityBytes: number): OutputHistory {
  let blocks: Buffer[] = [];
  /** How much of the last block is in use. */
  let used = BLOCK_BYTES;
  let end = 0;
  const held = () => Math.max(0, blocks.length - 1) * BLOCK_BYTES + (blocks.length > 0 ? used : 0);
  const start = () => end - held();

  const read = (from: number, maxBytes: number): Buffer | null => {
    const first = start();
    if (from < first) return null;
    const to = Math.min(end, from + maxBytes);
    const parts: Buffer[] = [];
    for (let at = from; at < to;) {
      const offset = at - first;
      const inBlock = offset % BLOCK_BYTES;
      const take = Math.min(to - at, BLOCK_BYTES - inBlock);
      const block = blocks[Math.floor(offset / BLOCK_BYTES)];
      if (!block) break;
      parts.push(block.subarray(inBlock, inBlock + take));
      at += take;
    }
    return Buffer.concat(parts);
  };

  return {
    append: (chunk) => {
      for (let at = 0; at < chunk.length;) {
        if (used === BLOCK_BYTES) {
          blocks.push(Buffer.allocUnsafe(BLOCK_BYTES));
          used = 0;
        }
        const take = Math.min(chunk.length - at, BLOCK_BYTES - used);
        blocks.at(-1)?.set(chunk.subarray(at, at + take), used);
        used += take;
        at += take;
        end += take;
        // Whole blocks go, so that what remains starts at the start of a block.
        if (held() - BLOCK_BYTES >= capacityBytes) blocks = blocks.slice(1);
      }
    },
    end: () => end,
    start,
    read,
    tail: (maxBytes) => {
      const from = Math.max(start(), end - maxBytes);
      const bytes = read(from, maxBytes) ?? Buffer.alloc(0);
      if (from === 0) return { bytes, truncated: false };
      const line = bytes.indexOf(NEWLINE);
      return { bytes: line < 0 ? bytes : bytes.subarray(line + 1), truncated: true };
    },
  };
}

// Stands in for git-lfs, which is not everywhere: the same contract with Git (gitattributes, "long running filter process") and the same
// pointer files. Contents are kept in FOLDER.
//   node large-file-filter.mjs process FOLDER
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const [, , , store] = process.argv;
const PACKET_BYTES = 65_516;

const clean = (bytes) => {
  if (bytes.toString('latin1').startsWith('version https://git-lfs')) return bytes;
  const oid = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(join(store, oid), bytes);
  return Buffer.from(`version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${bytes.length}\n`);
};
const smudge = (pointer) => {
  const file = join(store, /sha256:([0-9a-f]{64})/.exec(pointer.toString('latin1'))?.[1] ?? 'none');
  return existsSync(file) ? readFileSync(file) : pointer;
};

const read = (length) => {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length;) {
    const got = readSync(0, bytes, at, length - at, null);
    if (got === 0) process.exit(0);
    at += got;
  }
  return bytes;
};
/** One packet; null for a flush. */
const readPacket = () => {
  const length = Number.parseInt(read(4).toString('latin1'), 16);
  return length === 0 ? null : read(length - 4);
};
const readList = () => {
  const packets = [];
  for (let packet = readPacket(); packet !== null; packet = readPacket()) packets.push(packet);
  return packets;
};
const sendList = (...contents) => {
  for (const content of contents) {
    const bytes = Buffer.from(content);
    writeSync(1, Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]));
  }
  writeSync(1, '0000');
};
const cut = (bytes) =>
  Array.from({ length: Math.ceil(bytes.length / PACKET_BYTES) }, (_, at) =>
    bytes.subarray(at * PACKET_BYTES, (at + 1) * PACKET_BYTES),
  );

readList();
sendList('git-filter-server\n', 'version=2\n');
readList();
sendList('capability=clean\n', 'capability=smudge\n');
for (;;) {
  const command = readList().map(String).join('');
  const content = Buffer.concat(readList());
  sendList('status=success\n');
  sendList(...cut(command.startsWith('command=clean') ? clean(content) : smudge(content)));
  sendList();
}

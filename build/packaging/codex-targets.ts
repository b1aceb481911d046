/** A system and processor that Skein is packaged for, in Node's words; the names of Codex's own platform packages are made of them. */
export interface Target {
  readonly platform: 'darwin' | 'linux' | 'win32';
  readonly arch: 'x64' | 'arm64';
}
export const TARGETS: readonly Target[] = (['darwin', 'linux', 'win32'] as const).flatMap((platform) =>
  (['x64', 'arm64'] as const).map((arch) => ({ platform, arch })),
);
export const targetName = ({ platform, arch }: Target): string => `${platform}-${arch}`;

const ELF_MACHINES: Readonly<Record<number, Target['arch']>> = { 0x3e: 'x64', 0xb7: 'arm64' };
const MACH_O_CPUS: Readonly<Record<number, Target['arch']>> = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const PE_MACHINES: Readonly<Record<number, Target['arch']>> = { 0x8664: 'x64', 0xaa64: 'arm64' };
/** A program's first bytes; where Windows' ones say what it is lies within them. */
export const PROGRAM_HEAD_BYTES = 4096;

/** What a program runs on, read from its first bytes (ELF e_machine, Mach-O cputype, PE Machine); null for anything else. */
export function programTarget(head: Uint8Array): Target | null {
  const bytes = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (bytes.byteLength < 64) return null;
  const made = (platform: Target['platform'], arch: Target['arch'] | undefined): Target | null =>
    arch === undefined ? null : { platform, arch };
  if (bytes.getUint32(0) === 0x7f454c46) return made('linux', ELF_MACHINES[bytes.getUint16(18, true)]);
  if (bytes.getUint32(0, true) === 0xfeedfacf) return made('darwin', MACH_O_CPUS[bytes.getUint32(4, true)]);
  const pe = bytes.getUint16(0) === 0x4d5a ? bytes.getUint32(0x3c, true) : Infinity;
  if (pe + 6 > bytes.byteLength || bytes.getUint32(pe) !== 0x50450000) return null;
  return made('win32', PE_MACHINES[bytes.getUint16(pe + 4, true)]);
}

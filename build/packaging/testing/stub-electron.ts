import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Target } from '../codex-targets.ts';

/** Electron's fuses stand behind this text in its program (electron/fuses): version 1, then their number and one character each. */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\x01\x09000000000';
const HELPERS = ['Helper', 'Helper (GPU)', 'Helper (Plugin)', 'Helper (Renderer)'];

/** A folder that electron-builder takes for an unpacked Electron of that system: names, property lists and a program with fuses, and nothing that runs. */
export function stubElectron(folder: string, platform: Target['platform'], version: string): void {
  const put = (path: string, content: string | Buffer, executable = false) => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (executable) chmodSync(file, 0o755);
  };
  const program = Buffer.concat([Buffer.from(FUSE_WIRE, 'latin1'), Buffer.alloc(64)]);
  put('version', version);
  put('LICENSE', 'MIT');
  if (platform === 'linux') {
    put('electron', program, true);
    put('chrome-sandbox', '', true);
  } else if (platform === 'win32') {
    put('electron.exe', program, true);
  } else {
    const contents = 'Electron.app/Contents';
    put(`${contents}/MacOS/Electron`, program, true);
    put(`${contents}/Info.plist`, plist('Electron'));
    put(`${contents}/Resources/electron.icns`, '');
    put(`${contents}/Frameworks/Electron Framework.framework/Electron Framework`, program, true);
    for (const helper of HELPERS.map((name) => `Electron ${name}`)) {
      put(`${contents}/Frameworks/${helper}.app/Contents/Info.plist`, plist(helper));
      put(`${contents}/Frameworks/${helper}.app/Contents/MacOS/${helper}`, '', true);
    }
  }
}

/** The first bytes of a program of that system and processor, and nothing after them. */
export function stubProgram({ platform, arch }: Target): Buffer {
  const bytes = Buffer.alloc(8192);
  if (platform === 'linux') {
    bytes.write('\x7fELF', 0, 'latin1');
    bytes.writeUInt16LE(arch === 'x64' ? 0x3e : 0xb7, 18);
  } else if (platform === 'darwin') {
    bytes.writeUInt32LE(0xfeedfacf, 0);
    bytes.writeUInt32LE(arch === 'x64' ? 0x01000007 : 0x0100000c, 4);
  } else {
    bytes.write('MZ', 0, 'latin1');
    bytes.writeUInt32LE(0x80, 0x3c);
    bytes.write('PE\0\0', 0x80, 'latin1');
    bytes.writeUInt16LE(arch === 'x64' ? 0x8664 : 0xaa64, 0x84);
  }
  return bytes;
}

const plist = (name: string) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${name}</string><key>CFBundleIdentifier</key><string>com.github.Electron</string></dict></plist>
`;

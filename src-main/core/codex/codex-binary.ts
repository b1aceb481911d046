import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join, resolve } from 'node:path';
import { err, ok } from '../../../src-shared/result.ts';
import type { Result } from '../../../src-shared/result.ts';

export interface CodexBinary {
  readonly path: string;
  /** Folders with tools it expects on its PATH (ripgrep, in versions that do not find it by themselves). */
  readonly toolFolders: readonly string[];
}

export interface CodexBinaryOptions {
  /** Another binary that was asked for by name (`SKEIN_CODEX_BIN`); nothing else is tried then. */
  readonly codexBinary: string | null;
  /** Where a packaged app keeps Codex; its inner layout is the package's own. */
  readonly codexDir: string | null;
  readonly platform?: NodeJS.Platform;
  readonly arch?: string;
}

/** How deep below a package's folder the executable may be. */
const MAX_DEPTH = 5;

/**
 * Finds the native Codex: the one that was asked for, else the packaged app's own copy, else the platform package that the installed
 * launcher depends on. Where the executable sits inside the package has changed between versions, so it is searched for by name.
 * The error lists where it was looked for.
 */
export function findCodexBinary(options: CodexBinaryOptions): Result<CodexBinary, readonly string[]> {
  if (options.codexBinary) {
    const path = resolve(options.codexBinary);
    return isFile(path) ? ok({ path, toolFolders: toolFoldersOf(path) }) : err([path]);
  }
  const { platform = process.platform, arch = process.arch } = options;
  const name = platform === 'win32' ? 'codex.exe' : 'codex';
  const searched: string[] = [];
  for (const folder of [options.codexDir, packageFolder(`${platform}-${arch}`)]) {
    if (folder === null) continue;
    searched.push(folder);
    const path = findFile(folder, name);
    if (path !== null) return ok({ path, toolFolders: toolFoldersOf(path) });
  }
  return err(searched.length > 0 ? searched : ['@openai/codex']);
}

/** The environment with the binary's tools in front of its PATH. Windows spells the variable `Path`. */
export function withToolFolders(
  env: Readonly<Record<string, string | undefined>>,
  { toolFolders }: CodexBinary,
): Record<string, string | undefined> {
  if (toolFolders.length === 0) return { ...env };
  const key = Object.keys(env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...env, [key]: [...toolFolders, env[key]].filter(Boolean).join(delimiter) };
}

function packageFolder(target: string): string | null {
  try {
    const launcher = createRequire(import.meta.url).resolve('@openai/codex/package.json');
    return dirname(createRequire(launcher).resolve(`@openai/codex-${target}/package.json`));
  } catch {
    // Not installed for this platform: the caller reports what was searched.
    return null;
  }
}

/** Breadth first, so that a folder which happens to carry the name deeper down does not win. */
function findFile(root: string, name: string): string | null {
  let level = existsSync(root) ? [root] : [];
  for (let depth = 0; depth <= MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (entry.isFile() && entry.name === name) return path;
        if (entry.isDirectory()) next.push(path);
      }
    }
    level = next;
  }
  return null;
}

/** 0.124's launcher puts `vendor/<target>/path` on the PATH before it starts `vendor/<target>/codex/codex`. */
function toolFoldersOf(binary: string): string[] {
  return [join(dirname(binary), '..', 'path')].filter((folder) => existsSync(folder));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

import { accessSync, constants, mkdirSync } from 'node:fs';

/** Makes Skein's data folder where it is missing. Answers why it cannot be used, as the system says it; null when it can. */
export function prepareDataFolder(folder: string): string | null {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
